package dev.orrery.executor;

import dev.orrery.executor.risk.TradingState;
import java.time.Instant;
import java.util.List;

/**
 * A right to trade for a short while.
 *
 * @param state what may be sent
 * @param epoch grows each time the right changes hands; kept with each intent
 * @param validUntil end, on the process's clock
 * @param reasons why it is not ACTIVE; empty when it is
 */
public record Permit(TradingState state, long epoch, Instant validUntil, List<String> reasons) {
  /** Copies. */
  public Permit {
    reasons = List.copyOf(reasons);
  }
}
