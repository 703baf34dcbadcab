package dev.orrery.executor.guard;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.risk.RiskCaps;
import java.math.RoundingMode;
import java.util.Optional;

/** Pauses a deployment whose language model has cost more than its cap this month. */
public final class CostGuard {
  /** Name of the event. */
  public static final String CODE = "cost_guard_tripped";

  private CostGuard() {}

  /**
   * Looks.
   *
   * @param caps as they are now, read anew each time
   * @param monthToDate cost since the month began in UTC
   */
  public static Optional<Trip> check(RiskCaps caps, Usd monthToDate) {
    if (monthToDate.signum() == 0 || monthToDate.value().compareTo(caps.maxMonthlyCostUsd()) <= 0) {
      return Optional.empty();
    }
    Usd cap = new Usd(caps.maxMonthlyCostUsd());
    String reason = "cost_guard: month-to-date " + shown(monthToDate) + " exceeds " + cap;
    return Optional.of(new Trip(Trip.Wanted.PAUSED, CODE, reason));
  }

  /** Never rounded down to the cap. */
  private static Usd shown(Usd cost) {
    return new Usd(cost.value().setScale(Math.min(cost.value().scale(), 6), RoundingMode.UP));
  }
}
