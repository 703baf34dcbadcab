package dev.orrery.executor.broker;

import java.time.Instant;
import java.util.List;

/**
 * What one decision sends, in order.
 *
 * @param instructions at least one
 * @param validUntil the venue must refuse what arrives later (its {@code expiresAfter}); on the
 *     process's clock
 * @param epoch the right to trade it was sent under
 */
public record OrderBatch(List<Instruction> instructions, Instant validUntil, long epoch) {
  /** Copies. */
  public OrderBatch {
    instructions = List.copyOf(instructions);
    if (instructions.isEmpty()) {
      throw new IllegalArgumentException("a batch needs an instruction");
    }
  }
}
