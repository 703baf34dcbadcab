package dev.orrery.api.action;

/**
 * Close the whole position of one symbol at the market, reduce-only. Without a position it does
 * nothing and is no error. Working orders stay: cancel them with {@link CancelAll}.
 *
 * @param symbol instrument
 * @param reason why
 */
public record ClosePosition(String symbol, String reason) implements Action {
  /** Checks. */
  public ClosePosition {
    symbol = Reasons.symbol(symbol, "ClosePosition");
    reason = Reasons.reason(reason, "ClosePosition");
  }
}
