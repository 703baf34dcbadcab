package dev.orrery.api.action;

/**
 * Cancel every working order of one symbol, stops and take-profits included.
 *
 * @param symbol instrument
 * @param reason why
 */
public record CancelAll(String symbol, String reason) implements Action {
  /** Checks. */
  public CancelAll {
    symbol = Reasons.symbol(symbol, "CancelAll");
    reason = Reasons.reason(reason, "CancelAll");
  }
}
