package dev.orrery.config.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Why caps let no order of an account pass. Caps that do are a mistake, not caution.
 *
 * @param cause what the caps come to
 * @param wayOut what would do
 */
public record TooLittle(String cause, String wayOut) {
  private static final BigDecimal HUNDRED = new BigDecimal(100);

  /**
   * Looks at the largest position that caps allow.
   *
   * @param equity of the account, USD
   */
  public static Optional<TooLittle> of(Caps caps, BigDecimal equity) {
    BigDecimal room = equity.multiply(caps.maxPositionPct()).divide(HUNDRED);
    if (room.compareTo(caps.minOrderUsd()) >= 0) {
      return Optional.empty();
    }
    String needed = "needs equity of " + plain(up(caps.minOrderUsd(), caps.maxPositionPct()));
    return Optional.of(
        new TooLittle(
            "no order can pass: "
                + plain(caps.maxPositionPct())
                + " % of equity "
                + plain(equity)
                + " = "
                + plain(room)
                + " < minOrderUsd "
                + plain(caps.minOrderUsd()),
            equity.signum() <= 0
                ? needed
                : needed + " or maxPositionPct of " + plain(up(caps.minOrderUsd(), equity))));
  }

  private static BigDecimal up(BigDecimal amount, BigDecimal part) {
    return amount.multiply(HUNDRED).divide(part, 2, RoundingMode.UP);
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
