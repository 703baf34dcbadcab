package dev.orrery.runtime.tick;

import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.executor.account.AccountView;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.metrics.RuntimeMeters;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Read;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.PluginInvoker.Answer;
import dev.orrery.trigger.FiredTrigger;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One tick: context, decide, commit, send, settle. Run once, on one thread; only the deadline is
 * someone else's: the watchdog records the time-out while the thread is still in plugin code, and
 * what the thread brings back later is dropped.
 */
final class Tick implements Supervised {
  private static final Logger LOG = LoggerFactory.getLogger(Tick.class);

  private final TickEngine engine;
  private final StrategyUnit unit;
  private final FiredTrigger firing;
  private final long firedNanos;
  private final boolean simulated;
  private final @Nullable CountDownLatch done;

  private long asOf;
  private @Nullable TickContext context;
  private @Nullable ReadLog reads;
  private @Nullable CallSlot slot;

  /** What it decides by; null when the strategy is not asked. */
  private @Nullable Edition edition;

  private volatile boolean overran;

  /** Whether its place was given back while its thread was still in plugin code. */
  private boolean givenUp;

  /** Whether a record was made: there must be no second one. */
  private boolean recorded;

  Tick(TickEngine engine, StrategyUnit unit, FiredTrigger firing, long firedNanos) {
    this.engine = engine;
    this.unit = unit;
    this.firing = firing;
    this.firedNanos = firedNanos;
    this.simulated = engine.kind == Timeline.Kind.SIMULATED;
    this.done = engine.kind == Timeline.Kind.PACED ? new CountDownLatch(1) : null;
    this.asOf = engine.timeline.nowMillis();
  }

  /** The strategy's name. */
  String strategy() {
    return unit.name();
  }

  /** Waits for the end; false when the slack ran out first. No slack: as long as it takes. */
  boolean awaitDone(Duration slack) {
    CountDownLatch latch = done;
    if (latch == null) {
      return true;
    }
    try {
      if (slack.isZero()) {
        latch.await();
        return true;
      }
      if (latch.await(slack.toNanos(), TimeUnit.NANOSECONDS)) {
        return true;
      }
      overran = true;
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Records that the strategy is not asked. Instead of {@link #run}. */
  void skip(String reason) {
    try {
      conclude(record(Verdict.SKIPPED, List.of(), List.of(reason), null));
    } finally {
      engine.journal.release();
      release();
    }
  }

  /**
   * The whole tick.
   *
   * @param place the version it decides by, entered; left at the end
   */
  void run(CallSlot ownSlot, Edition place) {
    slot = ownSlot;
    edition = place;
    if (simulated) {
      tick(ownSlot, place);
      return;
    }
    MDC.put("deployment", unit.deployment());
    MDC.put("strategy", unit.name());
    MDC.put("tick", firing.id());
    MDC.put("trigger", firing.triggerKey());
    try {
      tick(ownSlot, place);
    } finally {
      MDC.clear();
    }
  }

  /** Gives everything back without a trace: there is no thread any more to decide on. */
  void drop(Edition place) {
    unit.end(place);
    engine.journal.release();
    release();
  }

  private void tick(CallSlot ownSlot, Edition place) {
    boolean late = false;
    try {
      if (!simulated) {
        measureDelay();
        engine.freshen(unit, firing.atMillis());
      }
      MarketSnapshot market = engine.board.snapshot();
      AccountView account = unit.desk().view(market);
      if (!simulated) {
        asOf = engine.timeline.nowMillis();
      }
      Answer answer = ask(ownSlot, market, account);
      late = answer == null;
      if (answer != null) {
        act(answer, market);
      }
    } catch (RuntimeException | Error e) {
      broken(e);
    } finally {
      if (late && !givenUp) {
        place.back();
      }
      if (!givenUp) {
        unit.end(place);
      }
      if (!late) {
        engine.journal.release();
        release();
      }
    }
  }

  private void measureDelay() {
    engine.meters.time(RuntimeMeters.QUEUED, System.nanoTime() - firedNanos, unit.name());
    if (engine.kind == Timeline.Kind.WALL && firing.originId() == null) {
      long late = Math.max(0, engine.timeline.nowMillis() - firing.atMillis());
      engine.meters.time(RuntimeMeters.LATENESS, TimeUnit.MILLISECONDS.toNanos(late), unit.name());
    }
  }

  /** Ours, not the strategy's. A decision that has not been made up yet fails by it. */
  private void broken(Throwable cause) {
    LOG.error("A tick failed in the runtime strategy={}", unit.name(), cause);
    if (recorded) {
      return;
    }
    try {
      failed(new Thrown("the runtime failed: " + cause, "the runtime failed: " + cause));
    } catch (RuntimeException e) {
      LOG.error("A failed tick could not be recorded strategy={}", unit.name(), e);
    }
  }

  /** Null when the watchdog has ended it. */
  private @Nullable Answer ask(CallSlot ownSlot, MarketSnapshot market, AccountView account) {
    ReadLog log =
        engine.settings.recordReads()
            ? new ReadLog(window -> engine.candles.names(unit.deployment(), window))
            : null;
    TickContext given =
        new TickContext(firing, asOf, market, account, unit.state(), unit.model(), unit.log(), log);
    context = given;
    reads = log;
    long before = simulated ? 0 : System.nanoTime();
    Answer answer = engine.invoker.decide(ownSlot, this, given);
    if (answer == null) {
      LOG.warn("A strategy came back after its deadline strategy={}", unit.name());
    } else if (!simulated) {
      engine.meters.time(RuntimeMeters.DECIDE, System.nanoTime() - before, unit.name());
    }
    return answer;
  }

  private void act(Answer answer, MarketSnapshot market) {
    List<Action> actions = answer.actions();
    if (actions == null) {
      failed(answer.failure());
      return;
    }
    if (actions.size() == 1 && actions.getFirst() instanceof Noop noop) {
      unit.health().succeeded();
      unit.desk().openDay(market);
      conclude(record(Verdict.NOOP, actions, List.of(noop.reason()), null));
      return;
    }
    new Execution(engine, this, unit, firing.id(), !simulated).run(actions, market);
  }

  /** A person who tries something out by hand costs the strategy none of its own ticks. */
  void unhealthy(String why) {
    if (!(firing.trigger() instanceof Trigger.Manual)) {
      unit.health().failed(why);
    }
  }

  private void failed(Thrown thrown) {
    String headline = thrown.headline();
    unhealthy(headline);
    conclude(record(Verdict.FAILED, List.of(), List.of(headline), thrown.details()));
    engine.observer.logged(unit, "warn", "tick_failed", headline, Map.of("firing", firing.id()));
  }

  @Override
  public StrategyUnit unit() {
    return unit;
  }

  @Override
  public LoadedStrategy version() {
    Edition asked = edition;
    return asked == null ? unit.strategy() : asked.strategy();
  }

  @Override
  public void ended(Verdict verdict, String cause) {
    try {
      TickContext given = context;
      if (given != null) {
        given.close();
      }
      CallSlot hanging = slot;
      String error = cause + (hanging == null ? "" : Thrown.where(hanging.stack()));
      Edition inside = edition;
      if (inside != null) {
        inside.overdue();
      }
      unhealthy(cause);
      conclude(record(verdict, List.of(), List.of(cause), error));
      engine.observer.logged(unit, "warn", "tick_failed", cause, Map.of("firing", firing.id()));
    } finally {
      engine.journal.release();
      release();
    }
  }

  @Override
  public boolean onThreadOfOurs() {
    return !simulated;
  }

  @Override
  public void abandoned() {
    Edition inside = edition;
    if (inside != null) {
      givenUp = true;
      inside.back();
      unit.end(inside);
    }
  }

  /** Appends a decision that sends nothing, and tells of it. */
  private void conclude(DecisionRecord decision) {
    engine.journal.append(unit.deployment(), decision);
    Verdict verdict = decision.verdict();
    if (verdict != null) {
      told(decision, verdict, List.of());
    }
  }

  /** A decision is in the journal and has its verdict. */
  void told(DecisionRecord decision, Verdict verdict, List<String> outcomes) {
    if (!simulated) {
      engine.meters.count(RuntimeMeters.DECISIONS, 1, unit.name(), verdict.text());
      engine.meters.time(RuntimeMeters.TICK, System.nanoTime() - firedNanos, unit.name());
    }
    engine.observer.decided(unit, decision, verdict, outcomes);
  }

  DecisionRecord record(
      @Nullable Verdict verdict,
      List<Action> actions,
      List<String> reasons,
      @Nullable String error) {
    return record(verdict, actions, reasons, List.of(), BigDecimal.ZERO, error);
  }

  DecisionRecord record(
      @Nullable Verdict verdict,
      List<Action> actions,
      List<String> reasons,
      List<String> clearances,
      BigDecimal sizeUsd,
      @Nullable String error) {
    recorded = true;
    TickContext given = context;
    MeteredModel model = given == null ? null : given.metered();
    ReadLog log = reads;
    List<Read> read = log == null ? List.of() : log.all();
    return new DecisionRecord(
        unit.deployment(),
        unit.name(),
        unit.vault(),
        firing,
        asOf,
        simulated ? asOf : engine.wallMillis.getAsLong(),
        verdict,
        actions,
        reasons,
        clearances,
        sizeUsd,
        error,
        read,
        given == null ? Map.of() : given.series(),
        simulated ? 0 : TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - firedNanos),
        model == null ? 0 : model.promptTokens(),
        model == null ? 0 : model.completionTokens(),
        model == null ? BigDecimal.ZERO : model.cost(),
        version().identity(),
        overran);
  }

  private void release() {
    CountDownLatch latch = done;
    if (latch != null) {
      latch.countDown();
    }
  }
}
