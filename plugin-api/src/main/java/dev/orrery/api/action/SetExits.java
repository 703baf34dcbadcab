package dev.orrery.api.action;

/**
 * Set the stop, the take-profit or both of the position of one symbol: for all of it, whatever it
 * was built from. What is there already is moved in place, so that the position is not without it
 * for a moment; what is missing is placed. A kind that is not named stays as it is. Without a
 * position it does nothing and is no error; exits of an entry that has not filled yet are not
 * touched.
 *
 * <p>Every working reduce-only stop (or take-profit) that would shrink the position counts as one
 * of its exits, also one placed by {@link PlaceOrder}: a ladder of take-profits is moved to one
 * price. To move one step alone use {@link AmendOrder}, to remove one {@link CancelOrder}.
 *
 * @param symbol instrument
 * @param exits trigger prices; each must lie on its side of the mark price
 * @param reason why
 */
public record SetExits(String symbol, Exits exits, String reason) implements Action {
  /** Checks. */
  public SetExits {
    symbol = Reasons.symbol(symbol, "SetExits");
    reason = Reasons.reason(reason, "SetExits");
    Reasons.given(exits, "SetExits", "exits");
  }
}
