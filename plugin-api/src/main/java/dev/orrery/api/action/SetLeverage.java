package dev.orrery.api.action;

/**
 * Set leverage and margin mode of one symbol for orders from now on. The mode cannot change while a
 * position is open.
 *
 * @param symbol instrument
 * @param leverage whole number from 1 to the instrument's and the caps' maximum
 * @param mode cross or isolated
 * @param reason why
 */
public record SetLeverage(String symbol, int leverage, MarginMode mode, String reason)
    implements Action {
  /** Checks. */
  public SetLeverage {
    symbol = Reasons.symbol(symbol, "SetLeverage");
    reason = Reasons.reason(reason, "SetLeverage");
    if (leverage < 1) {
      throw new IllegalArgumentException("SetLeverage needs leverage of at least 1: " + leverage);
    }
  }
}
