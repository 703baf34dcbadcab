package dev.orrery.api.action;

import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.util.Optional;

/**
 * Bring the position of one symbol to a target with market orders. Nothing is sent when it is there
 * already, to within one quantity step or the smallest order value. A flip from long to short is
 * planned as two legs: one that closes, one that opens. Working orders of the symbol count as they
 * stand.
 *
 * <p><b>Exits are the position's</b>: those there are move to the prices given, also when nothing
 * is traded, and what they do not cover gets its own, as with {@link SetExits}. A target without
 * exits leaves them at their prices, and a kind that covered the position whole goes on covering
 * it: what is added gets an exit at the same price.
 *
 * @param symbol instrument
 * @param target what to hold
 * @param exits stop and take-profit of the position at its target
 * @param reason why
 */
public record TargetPosition(String symbol, Target target, Optional<Exits> exits, String reason)
    implements Action {
  /** Checks. */
  public TargetPosition {
    symbol = Reasons.symbol(symbol, "TargetPosition");
    reason = Reasons.reason(reason, "TargetPosition");
    Reasons.given(target, "TargetPosition", "a target");
    Reasons.given(exits, "TargetPosition", "exits, which may be empty");
  }

  /** Hold signed base units: long is positive. */
  public static TargetPosition of(String symbol, Quantity quantity, String reason) {
    return new TargetPosition(symbol, new Target.Base(quantity), Optional.empty(), reason);
  }

  /** Hold a position worth {@code value} at the mark price: negative means short. */
  public static TargetPosition worth(String symbol, Usd value, String reason) {
    return new TargetPosition(symbol, new Target.Worth(value), Optional.empty(), reason);
  }

  /** Hold nothing. */
  public static TargetPosition flat(String symbol, String reason) {
    return of(symbol, Quantity.ZERO, reason);
  }

  /** The same target with exits. */
  public TargetPosition withExits(Exits wanted) {
    return new TargetPosition(symbol, target, Optional.of(wanted), reason);
  }

  /** What to hold. */
  public sealed interface Target {
    /**
     * Signed base units.
     *
     * @param quantity long is positive
     */
    record Base(Quantity quantity) implements Target {}

    /**
     * Signed value at the mark price.
     *
     * @param value long is positive
     */
    record Worth(Usd value) implements Target {}
  }
}
