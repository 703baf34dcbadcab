package dev.orrery.runtime;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.account.AccountView;
import dev.orrery.runtime.metrics.RuntimeMeters;
import dev.orrery.runtime.recording.AccountRecorded;
import dev.orrery.runtime.tick.StrategyUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how each account stands, ticks or not: every two seconds of process time, less often
 * with many strategies. A thread of its own, so that a paused or hanging strategy beats on.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final int STRATEGIES_A_BEAT = 50;

  private final StrategyRuntime runtime;
  private final LongSupplier wallMillis;
  private @Nullable Thread thread;
  private volatile boolean closed;

  Heartbeat(StrategyRuntime runtime, LongSupplier wallMillis) {
    this.runtime = runtime;
    this.wallMillis = wallMillis;
  }

  void start() {
    thread = Thread.ofPlatform().daemon().name("orrery-heartbeat").start(this::beat);
  }

  /** Writes down one strategy's account now. */
  void now(StrategyUnit unit) {
    AccountView account = unit.desk().view(runtime.board().snapshot());
    long asOf = runtime.timeline().nowMillis();
    Usd equity = account.equity();
    Usd dayPnl = equity.minus(account.state().dayStartEquity(asOf).orElse(equity));
    String health = unit.health().standing().healthy() ? "healthy" : "unhealthy";
    runtime
        .journal()
        .append(
            unit.deployment(),
            List.of(
                new AccountRecorded(
                    unit.deployment(), wallMillis.getAsLong(), asOf, account, dayPnl, health)));
  }

  @Override
  public void close() {
    closed = true;
    Thread beating = thread;
    if (beating == null) {
      return;
    }
    LockSupport.unpark(beating);
    try {
      beating.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (StrategyUnit unit : runtime.engine().units()) {
      // Meters outlive the runtime: a gauge must not keep its class loaders.
      runtime.meters().gauge(RuntimeMeters.EQUITY, () -> Double.NaN, unit.name());
      now(unit);
    }
  }

  private void beat() {
    meter();
    while (!closed) {
      List<StrategyUnit> units = runtime.engine().units();
      for (StrategyUnit unit : units) {
        try {
          now(unit);
          unit.switches().keepSoon(runtime.operations());
        } catch (RuntimeException e) {
          LOG.error("A heartbeat failed strategy={}", unit.name(), e);
        }
      }
      LockSupport.parkNanos(this, EVERY_NANOS * (1 + units.size() / STRATEGIES_A_BEAT));
    }
  }

  private void meter() {
    for (StrategyUnit unit : runtime.engine().units()) {
      runtime
          .meters()
          .gauge(
              RuntimeMeters.EQUITY,
              () -> unit.desk().view(runtime.board().snapshot()).equity().toDouble(),
              unit.name());
    }
  }
}
