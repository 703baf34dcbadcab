package dev.orrery.runtime;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.account.AccountView;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.runtime.metrics.RuntimeMeters;
import dev.orrery.runtime.recording.AccountRecorded;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.tick.StrategyUnit;
import dev.orrery.runtime.tick.TickEngine;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
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

  private final TickEngine engine;
  private final MarketBoard board;
  private final DecisionJournal journal;
  private final Timeline timeline;
  private final LongSupplier wallMillis;
  private final Meters meters;
  private final Executor saver;
  private final Runnable standings;
  private final LiquidationWatch liquidations;
  private @Nullable Thread thread;
  private volatile boolean closed;

  /**
   * Does not beat yet.
   *
   * @param wallMillis the world's clock
   * @param saver makes switches durable that are not yet
   * @param standings journals how accounts stand that have had much happen to them
   * @param liquidations looks at each account after it was written down
   */
  Heartbeat(
      TickEngine engine,
      MarketBoard board,
      DecisionJournal journal,
      Timeline timeline,
      LongSupplier wallMillis,
      Meters meters,
      Executor saver,
      Runnable standings,
      LiquidationWatch liquidations) {
    this.engine = engine;
    this.board = board;
    this.journal = journal;
    this.timeline = timeline;
    this.wallMillis = wallMillis;
    this.meters = meters;
    this.saver = saver;
    this.standings = standings;
    this.liquidations = liquidations;
  }

  void start() {
    thread = Thread.ofPlatform().daemon().name("orrery-heartbeat").start(this::beat);
  }

  /** Writes down one strategy's account now. */
  void now(StrategyUnit unit) {
    AccountView account = unit.desk().view(board.snapshot());
    long asOf = timeline.nowMillis();
    Usd equity = account.equity();
    Usd dayPnl = equity.minus(account.state().dayStartEquity(asOf).orElse(equity));
    String health = unit.health().standing().toString();
    journal.append(
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
    Closing closing = new Closing();
    for (StrategyUnit unit : engine.units()) {
      // Meters outlive the runtime: a gauge must not keep its class loaders.
      closing.step(() -> meters.gauge(RuntimeMeters.EQUITY, () -> Double.NaN, unit.name()));
      closing.step(() -> now(unit));
    }
    closing.done();
  }

  private void beat() {
    Set<String> metered = new HashSet<>();
    while (!closed) {
      List<StrategyUnit> units = engine.units();
      for (StrategyUnit unit : units) {
        try {
          if (metered.add(unit.name())) {
            meter(unit);
          }
          now(unit);
          liquidations.look(
              unit.deployment(), unit.name(), unit.desk().view(board.snapshot()).positions());
          unit.switches().keepSoon(saver);
        } catch (RuntimeException | Error e) { // memory that a plugin took comes back
          LOG.error("A heartbeat failed strategy={}", unit.name(), e);
        }
      }
      try {
        standings.run();
      } catch (RuntimeException | Error e) {
        LOG.error("Standings of accounts could not be kept", e);
      }
      LockSupport.parkNanos(this, EVERY_NANOS * (1 + units.size() / STRATEGIES_A_BEAT));
    }
  }

  private void meter(StrategyUnit unit) {
    meters.gauge(
        RuntimeMeters.EQUITY,
        () -> unit.desk().view(board.snapshot()).equity().toDouble(),
        unit.name());
  }
}
