package dev.orrery.executor.broker;

import java.time.Instant;
import java.util.List;

/**
 * What one decision sends, in order.
 *
 * @param instructions at least one
 * @param validUntil the venue, not the broker, must refuse what arrives later: hand it on (its
 *     {@code expiresAfter}). On the process's clock, which is the timeline's for a broker whose
 *     effects are outside
 */
public record OrderBatch(List<Instruction> instructions, Instant validUntil) {
  /** Copies. */
  public OrderBatch {
    instructions = List.copyOf(instructions);
    if (instructions.isEmpty()) {
      throw new IllegalArgumentException("a batch needs an instruction");
    }
  }
}
