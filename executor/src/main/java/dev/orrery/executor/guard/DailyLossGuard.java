package dev.orrery.executor.guard;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.risk.RiskCaps;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Halts a deployment that has lost too much since UTC midnight of the timeline. Measured on equity,
 * unrealised profit and loss included; money that was paid in or out is neither gain nor loss.
 */
public final class DailyLossGuard {
  /** Name of the event. */
  public static final String CODE = "daily_loss_guard_tripped";

  /** Doubles are off by far less. */
  private static final double SURELY_LESS = 0.999;

  private DailyLossGuard() {}

  /** Looks at an account at the prices of the moment. */
  public static Optional<Trip> check(RiskCaps caps, AccountView account, long nowMillis) {
    Usd start = account.state().dayStartEquity(nowMillis).orElse(Usd.ZERO);
    if (start.signum() <= 0) {
      return Optional.empty();
    }
    double startNear = start.toDouble();
    double lossNear = startNear - account.equityNear();
    if (lossNear < startNear * caps.dailyLossHaltPct().doubleValue() / 100 * SURELY_LESS) {
      return Optional.empty(); // nearly every look
    }
    Usd loss = start.minus(account.equity());
    if (loss.signum() <= 0 || loss.compareTo(start.percent(caps.dailyLossHaltPct())) < 0) {
      return Optional.empty();
    }
    BigDecimal percent = loss.value().movePointRight(2).divide(start.value(), 2, RoundingMode.DOWN);
    String reason =
        "daily_loss_guard: lost "
            + new Usd(loss.value().setScale(2, RoundingMode.DOWN))
            + " USD, "
            + percent.toPlainString()
            + " % of "
            + start
            + " since UTC midnight, halts at "
            + caps.dailyLossHaltPct().toPlainString()
            + " %";
    return Optional.of(new Trip(Trip.Wanted.HALTED, CODE, reason));
  }
}
