package dev.orrery.runtime;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.guard.CostGuard;
import dev.orrery.executor.guard.Trip;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.tick.StrategyUnit;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What language models have cost this UTC month, by deployment: what the journal knew at the start
 * and what was decided since. Judged after every decision, a noop included, by the caps in force
 * then. Thread-safe.
 */
final class Costs {
  private final Map<String, Spent> byDeployment = new ConcurrentHashMap<>();

  /**
   * Cost of one month.
   *
   * @param until when it ends, epoch milliseconds
   */
  private record Spent(YearMonth month, long until, Usd sum) {
    static Spent in(YearMonth month, Usd sum) {
      long until =
          month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      return new Spent(month, until, sum);
    }

    Spent with(YearMonth now, Usd cost) {
      return now.isAfter(month) ? in(now, cost) : new Spent(month, until, sum.plus(cost));
    }
  }

  /** Takes up what the journal knows. Does I/O. */
  void takeUp(String deployment, DecisionHistory history, Instant now) {
    YearMonth month = month(now);
    byDeployment.put(deployment, Spent.in(month, history.costOfMonth(deployment, month)));
  }

  /** Counts a decision in, and says whether the month is over its cap. */
  Optional<Trip> after(StrategyUnit unit, DecisionRecord decision) {
    Spent known = byDeployment.get(unit.deployment());
    if (known != null && decision.costUsd().signum() == 0 && decision.tickAt() < known.until()) {
      return CostGuard.check(unit.limits().caps(), known.sum()); // nearly every decision
    }
    YearMonth month = month(Instant.ofEpochMilli(decision.tickAt()));
    Usd cost = new Usd(decision.costUsd());
    Spent spent =
        byDeployment.compute(
            unit.deployment(),
            (_, before) -> before == null ? Spent.in(month, cost) : before.with(month, cost));
    return CostGuard.check(unit.limits().caps(), spent.sum());
  }

  private static YearMonth month(Instant instant) {
    return YearMonth.from(instant.atZone(ZoneOffset.UTC));
  }
}
