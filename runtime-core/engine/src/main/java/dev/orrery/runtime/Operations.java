package dev.orrery.runtime;

import dev.orrery.executor.Flattener;
import dev.orrery.executor.Reconciler;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.guard.DailyLossGuard;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.tick.StrategyUnit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people may do to one running strategy. Each is durable when it returns; flattening goes on
 * afterwards on a thread of the runtime. Thread-safe.
 */
public final class Operations {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final Duration ROUND = Duration.ofMillis(50);
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(2);

  private final StrategyUnit unit;
  private final Broker broker;
  private final Reconciler reconciler;
  private final Supplier<MarketSnapshot> market;
  private final Log log;
  private final Consumer<StrategyUnit> snapshot;
  private final Executor worker;
  private final Runnable release;

  /**
   * Over one strategy.
   *
   * @param snapshot writes down how its account stands
   * @param worker flattens, for as long as it takes
   * @param release ends a quarantine
   */
  public Operations(
      StrategyUnit unit,
      Broker broker,
      Reconciler reconciler,
      Supplier<MarketSnapshot> market,
      Log log,
      Consumer<StrategyUnit> snapshot,
      Executor worker,
      Runnable release) {
    this.unit = unit;
    this.broker = broker;
    this.reconciler = reconciler;
    this.market = market;
    this.log = log;
    this.snapshot = snapshot;
    this.worker = worker;
    this.release = release;
  }

  /** No ticks until it is resumed. */
  public void pause(String reason) {
    unit.switches().change(latches -> latches.withPaused(reason, reason.startsWith("cost_guard:")));
    log.event("info", "paused", reason);
  }

  /**
   * Ticks again.
   *
   * @throws ProblemException when a cost guard paused it
   */
  public void resume() {
    Latches now = unit.switches().latches();
    if (now.guardPaused()) {
      throw new ProblemException(
          Problem.refused(
              "strategy " + unit.name(),
              "was paused by its cost guard: " + now.paused(),
              "deploy a version with a higher maxMonthlyCostUsd"));
    }
    resumeAnyway();
  }

  /**
   * Ticks again whatever paused or stopped it: for a host that has judged that by rules of its own,
   * as whether the cap of a cost guard was raised.
   *
   * @throws ProblemException while it is being flattened
   */
  public void resumeAnyway() {
    if (unit.switches().latches().flatten() != null) {
      throw new ProblemException(
          Problem.refused(
              "strategy " + unit.name(), "is being flattened", "wait until it is flat"));
    }
    unit.switches().change(latches -> latches.withPaused(null, false).withStopping(null));
    log.event("info", "resumed", "ticks again");
  }

  /**
   * Opens again after a halt.
   *
   * @return why it is halted again at the next price, and the way out; empty when it is not: the
   *     loss of a UTC day stands until the day ends, however often the halt is cleared
   */
  public Optional<String> clearHalt() {
    MarketSnapshot now = market.get();
    Optional<String> again =
        DailyLossGuard.check(unit.limits().caps(), unit.desk().view(now), now.time())
            .map(trip ->
                "halts again at once: "
                    + trip.reason()
                    + "; wait for midnight UTC, or raise dailyLossHaltPct");
    unit.desk().clearHalt();
    unit.switches().change(latches -> latches.withHalted(null));
    log.event(again.isPresent() ? "warn" : "info", "halt_cleared", again.orElse("may open again"));
    return again;
  }

  /**
   * Asks it again after a quarantine; nothing happens when it is in none.
   *
   * @throws ProblemException when its code was let go of and cannot be loaded again
   */
  public void release() {
    release.run();
  }

  /**
   * Closes everything, then is paused; the latch is durable when this returns.
   *
   * @return completes with true once the account is flat, with false when the runtime was closed
   *     before: the next start goes on. Asked for again meanwhile, it is the same work
   */
  public CompletableFuture<Boolean> flatten(String reason) {
    unit.switches().change(latches -> latches.withFlatten(reason));
    log.event("info", "flatten", reason);
    return resumeFlatten();
  }

  /** Goes on with a flattening that was begun before; as {@link #flatten}. */
  public CompletableFuture<Boolean> resumeFlatten() {
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    CompletableFuture<Boolean> underWay = unit.beginFlattening(mine);
    if (underWay != null) {
      return underWay.copy();
    }
    try {
      worker.execute(() -> flattenUntilFlat(mine));
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed before it was flat strategy={}", unit.name(), e);
      unit.endFlattening(mine);
      mine.complete(false);
    }
    return mine.copy();
  }

  private void flattenUntilFlat(CompletableFuture<Boolean> mine) {
    boolean flat = false;
    try {
      flat = untilFlat();
    } catch (RuntimeException | Error e) {
      LOG.error("Flattening failed strategy={}", unit.name(), e);
      mine.completeExceptionally(e);
    } finally {
      unit.endFlattening(mine);
    }
    if (flat && unit.switches().latches().flatten() != null) {
      // asked for again while the last round ended
      resumeFlatten()
          .whenComplete((done, failure) -> {
            if (failure == null) {
              mine.complete(done);
            } else {
              mine.completeExceptionally(failure);
            }
          });
    } else {
      mine.complete(flat);
    }
  }

  /** Ticks no more, unless a person takes it up again. */
  public void stop(String reason) {
    unit.switches().change(latches -> latches.withStopping(reason));
    log.event("info", "stopping", reason);
  }

  /** Writes down how the account stands. */
  public void snapshot() {
    snapshot.accept(unit);
  }

  /** Whether it came to its end; otherwise the process did. */
  private boolean untilFlat() {
    String reason = String.valueOf(unit.switches().latches().flatten());
    Flattener flattener =
        new Flattener(
            unit.desk(),
            unit.sender(),
            broker,
            reconciler,
            market,
            unit.deployment(),
            Integer.toUnsignedLong(reason.hashCode()));
    long pause = ROUND.toNanos();
    try {
      while (!isFlat(flattener, reason)) {
        TimeUnit.NANOSECONDS.sleep(pause);
        pause = Math.min(pause * 2, LONGEST_ROUND.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.info("Flattening goes on at the next start strategy={}", unit.name());
      return false;
    }
    log.event("info", "flattened", "the account is flat");
    return true;
  }

  /** One round; what goes wrong in it is tried again. */
  private boolean isFlat(Flattener flattener, String reason) throws InterruptedException {
    try {
      if (flattener.advance() != Flattener.Progress.FLAT) {
        return false;
      }
      unit.switches()
          .change(latches -> latches.withPaused("flattened: " + reason, false).withFlatten(null));
      flattener.finish();
      return true;
    } catch (RuntimeException e) {
      LOG.error("A round of flattening failed, trying again strategy={}", unit.name(), e);
      return false;
    }
  }

  /** Where operations are told of. */
  public interface Log {
    /** An event. */
    void event(String level, String event, String message);
  }
}
