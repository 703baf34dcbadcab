package dev.orrery.api.action;

import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.util.Optional;

/**
 * Bring the position of one symbol to a target with market orders. Nothing is sent when it is there
 * already, to within one quantity step or the smallest order value. A flip from long to short is
 * planned as two legs: one that closes, one that opens. Working orders of the symbol are left alone
 * and count as they stand.
 *
 * @param symbol instrument
 * @param target what to hold
 * @param exits stop and take-profit bound to the leg that opens or adds
 * @param reason why
 */
public record TargetPosition(String symbol, Target target, Optional<Exits> exits, String reason)
    implements Action {
  /** Checks. */
  public TargetPosition {
    symbol = Reasons.symbol(symbol, "TargetPosition");
    reason = Reasons.reason(reason, "TargetPosition");
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
