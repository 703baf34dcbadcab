package dev.orrery.executor;

import dev.orrery.executor.broker.Instruction;
import java.time.Instant;
import java.util.List;

/**
 * A decision that stands in the journal: exposure is reserved, nothing is sent yet.
 *
 * @param judgement what was made of it
 * @param position of its group in the journal; -1 when there was nothing to append
 * @param epoch right to trade its intents were made under
 * @param validUntil its intents are never sent after this instant of the process's clock
 */
public record Commitment(Judgement judgement, long position, long epoch, Instant validUntil) {
  /** What is to be sent, in order; empty when nothing is. */
  public List<Instruction> instructions() {
    return judgement.instructions();
  }

  /** Whether {@link OrderSender#send} has something to do. */
  public boolean sends() {
    return !judgement.instructions().isEmpty();
  }
}
