package dev.orrery.runtime.tick;

import dev.orrery.api.Trigger;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketDataException;
import dev.orrery.market.MarketFeed;
import dev.orrery.runtime.control.Quarantine;
import dev.orrery.runtime.isolation.AbandonedThreads;
import dev.orrery.runtime.isolation.PluginOutput;
import dev.orrery.runtime.metrics.RuntimeMeters;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.Dispatcher;
import dev.orrery.trigger.FiredTrigger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes ticks of firings. On the wall timeline each firing runs on a thread of the decide pool, in
 * parallel; on a paced one likewise, but the feed's thread waits for it; on a simulated one it runs
 * on the feed's thread. What a tick does is the same on all three: see {@link Tick}.
 */
public final class TickEngine implements Dispatcher, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TickEngine.class);

  /** So many looks of the watchdog are about a second. */
  private static final int AGED_EVERY = 200;

  private final StrategyUnits units = new StrategyUnits();
  private final AtomicLong overran = new AtomicLong();
  private final Admission admission;
  private final Watchdog watchdog;

  /** The watchdog's. */
  private long looks;

  private final DecidePool pool;

  final Timeline timeline;
  final Timeline.Kind kind;
  final MarketBoard board;
  final DecisionJournal journal;
  final Meters meters;
  final TickSettings settings;
  final TickObserver observer;
  final LongSupplier wallMillis;
  final CandleJournal candles;
  final PluginInvoker invoker;
  private final Freshener freshener;

  /**
   * Makes an engine.
   *
   * @param abandoned takes the threads that are given up
   * @param wallMillis the world's clock, for the journal's {@code tick_at}
   * @param observer hears of each decision once it is in the journal
   */
  public TickEngine(
      MarketFeed feed,
      MarketBoard board,
      DecisionJournal journal,
      Meters meters,
      TickSettings settings,
      AbandonedThreads abandoned,
      LongSupplier wallMillis,
      TickObserver observer) {
    this.timeline = feed.timeline();
    this.kind = timeline.kind();
    this.board = board;
    this.journal = journal;
    this.meters = meters;
    this.settings = settings;
    this.wallMillis = wallMillis;
    this.observer = observer;
    this.candles = new CandleJournal(journal);
    this.admission = new Admission(journal, board);
    this.freshener = new Freshener(feed, board);
    this.pool = new DecidePool(settings.coreThreads(), settings.maxThreads());
    boolean counts = kind != Timeline.Kind.SIMULATED;
    this.invoker =
        new PluginInvoker(
            new SharedDefaults(this::deciding, counts ? null : units::all, observer), counts);
    this.watchdog =
        new Watchdog(
            new Warden(settings.ladder(), pool, abandoned, meters, observer), this::looked);
    meters.gauge(RuntimeMeters.POOL_ACTIVE, pool::active);
    meters.gauge(RuntimeMeters.POOL_WAITING, pool::waiting);
    meters.gauge(RuntimeMeters.JOURNAL_PENDING, () -> journal.health().pending());
  }

  /** Lets a strategy's firings in. */
  public void add(StrategyUnit unit) {
    units.put(unit);
    meters.gauge(RuntimeMeters.HEALTHY, () -> healthy(unit), unit.name());
    meters.gauge(
        RuntimeMeters.QUARANTINED,
        () -> unit.switches().latches().quarantine() == null ? 0 : 1,
        unit.name());
  }

  private static double healthy(StrategyUnit unit) {
    if (unit.away() != null) {
      return Double.NaN;
    }
    return unit.health().standing().healthy() ? 1 : 0;
  }

  /** Lets no further firing of a deployment in. Ticks under way go on. */
  public @Nullable StrategyUnit remove(String deployment) {
    StrategyUnit unit = units.take(deployment);
    if (unit != null) {
      // Meters outlive the strategy: a gauge must not keep its class loader.
      meters.gauge(RuntimeMeters.HEALTHY, () -> Double.NaN, unit.name());
      meters.gauge(RuntimeMeters.QUARANTINED, () -> Double.NaN, unit.name());
    }
    return unit;
  }

  /** The strategies there are. */
  public List<StrategyUnit> units() {
    return units.all();
  }

  /** Decisions a paced timeline went on without. */
  public long overran() {
    return overran.get();
  }

  /** Firings refused because the journal had no room: they could not even be recorded. */
  public long refusedForRoom() {
    return admission.refusedForRoom();
  }

  @Override
  public void fired(FiredTrigger firing) {
    long firedNanos = kind == Timeline.Kind.SIMULATED ? 0 : System.nanoTime();
    StrategyUnit unit = units.find(firing.deployment());
    if (unit == null) {
      LOG.warn("A firing of a strategy that is not here is dropped firing={}", firing);
      return;
    }
    if (!admission.reserve(unit)) {
      if (firing.trigger() instanceof Trigger.Manual) {
        throw new ProblemException(
            Problem.refused(
                "strategy " + unit.name(),
                "cannot decide: the journal has no room",
                "ask again once the database takes what waits"));
      }
      return;
    }
    if (!admission.isFirst(unit, firing)) {
      meters.count(RuntimeMeters.DUPLICATES, 1, unit.name());
      return;
    }
    Tick tick = new Tick(this, unit, firing, firedNanos);
    Edition judged = unit.edition();
    if (judged == null && isDurable(firing)) {
      waitForPlace(unit, firing, tick);
      return;
    }
    String refusal = admission.refusal(unit, judged, firing);
    if (refusal != null) {
      tick.skip(refusal);
      return;
    }
    Edition place = unit.begin();
    if (place != null && place == judged) {
      begin(tick, place);
    } else if (place != null) {
      beginOnAnother(unit, tick, place);
    } else if (isDurable(firing)) {
      waitForPlace(unit, firing, tick);
    } else {
      tick.skip("busy: " + unit.limits().concurrent() + " decisions are under way");
    }
  }

  /** What waits holds no room: a backlog of one strategy must not stop the others. */
  private void waitForPlace(StrategyUnit unit, FiredTrigger firing, Tick tick) {
    journal.release();
    unit.await(place -> beginLater(unit, firing, tick, place));
  }

  /** Its version was replaced between judging and beginning: the new one may not be ready. */
  private void beginOnAnother(StrategyUnit unit, Tick tick, Edition place) {
    String notReady = admission.notReady(place);
    if (notReady == null) {
      begin(tick, place);
    } else {
      unit.end(place);
      tick.skip(notReady);
    }
  }

  /** Its turn has come, and things may have changed; whether it began. */
  private boolean beginLater(StrategyUnit unit, FiredTrigger firing, Tick tick, Edition place) {
    if (!admission.reserve(unit)) {
      return false;
    }
    String refusal = admission.refusal(unit, place, firing);
    if (refusal != null) {
      tick.skip(refusal);
      return false;
    }
    begin(tick, place);
    return true;
  }

  /** An event that is kept until it is decided on waits for its turn; nobody sends it again. */
  private static boolean isDurable(FiredTrigger firing) {
    String origin = firing.originId();
    return origin != null && origin.startsWith("event:");
  }

  private void begin(Tick tick, Edition place) {
    switch (kind) {
      case SIMULATED -> tick.run(watchdog.slot(), place);
      case WALL -> enqueue(tick, place);
      case PACED -> {
        if (enqueue(tick, place) && !tick.awaitDone(settings.slack())) {
          overran.incrementAndGet();
          meters.count(RuntimeMeters.OVERRAN, 1, tick.strategy());
        }
      }
    }
  }

  private boolean enqueue(Tick tick, Edition place) {
    if (pool.execute(() -> tick.run(watchdog.slot(), place))) {
      return true;
    }
    tick.drop(place);
    return false;
  }

  @Override
  public void missed(BoundTrigger trigger, long count, long lastMillis) {
    StrategyUnit unit = units.find(trigger.deployment());
    if (unit == null || !journal.reserve()) {
      return;
    }
    FiredTrigger last = trigger.firing(lastMillis);
    if (!admission.isFirst(unit, last)) {
      return;
    }
    new Tick(this, unit, last, System.nanoTime())
        .skip("missed: " + count + " marks passed while nothing could fire");
  }

  /**
   * What a strategy would do now, under its deadline; its state is a copy, and nothing is written
   * anywhere. Runs on a thread of its own, which the strategy may leave things in: the caller gets
   * its own back in any case.
   *
   * @throws ProblemException while its jar is away, or it is quarantined
   */
  public Preview preview(StrategyUnit unit, @Nullable String payload) {
    Quarantine quarantine = unit.switches().latches().quarantine();
    if (quarantine != null) {
      throw new ProblemException(
          Problem.refused(
              "strategy " + unit.name(),
              "is quarantined: " + quarantine.cause(),
              "orrery strategies release " + unit.name()));
    }
    Previewing previewing = new Previewing(this, unit);
    Thread.ofPlatform()
        .daemon()
        .name("orrery-preview")
        .inheritInheritableThreadLocals(false)
        .start(() -> previewing.run(watchdog.slot(), payload));
    try {
      return previewing.shown().get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ProblemException problem -> throw problem;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException("a preview failed", e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          Problem.refused("the preview", "was not waited for: interrupted", ""), e);
    }
  }

  /** Ends every decision of a strategy that is under way. Within {@link TickObserver#looked}. */
  public void endCalls(StrategyUnit unit, String cause) {
    watchdog.endCalls(unit, cause);
  }

  /**
   * Ends every decision under way that has allocated more than so many bytes. Within {@link
   * TickObserver#looked}.
   *
   * @return what they allocated together
   */
  public long endCallsOver(long bytes, String cause) {
    return watchdog.endCallsOver(bytes, cause);
  }

  /** Makes {@link StrategyUnit#allocated} tell all that was allocated until now. Any thread. */
  public void countAllocations() {
    watchdog.countAllocations();
  }

  /** Knows what threads inside {@code decide} print. */
  public PluginOutput.Source output() {
    return watchdog;
  }

  private Set<StrategyUnit> deciding() {
    return watchdog.inside();
  }

  private void looked() {
    pool.adjust();
    if (++looks % AGED_EVERY == 0) {
      long now = System.nanoTime();
      units.all().forEach(unit -> unit.allocations().age(now));
    }
    observer.looked();
  }

  /** Prices as fresh as the feed can make them, where it is a live one. */
  void freshen(StrategyUnit unit, long instant) {
    if (kind != Timeline.Kind.WALL) {
      return;
    }
    try {
      freshener.freshen(instant);
    } catch (MarketDataException e) {
      meters.count(RuntimeMeters.MIDS_FAILED, 1);
      observer.logged(
          unit,
          "warn",
          "all_mids_fetch_failed",
          e.getMessage() + "; bar closes stand in",
          Map.of());
    }
  }

  /**
   * Lets the threads there are take no more work, and others take their place. What a plugin has
   * left in a thread, a thread-local, would keep its classes as long as the thread lives.
   */
  public void renewThreads() {
    pool.renew();
  }

  /** Ends: interrupts what runs and waits a moment. */
  @Override
  public void close() {
    pool.close(() -> watchdog.endAll("the runtime is stopping"));
    watchdog.close();
    units.all().forEach(unit -> remove(unit.deployment()));
    meters.gauge(RuntimeMeters.POOL_ACTIVE, () -> Double.NaN);
    meters.gauge(RuntimeMeters.POOL_WAITING, () -> Double.NaN);
    meters.gauge(RuntimeMeters.JOURNAL_PENDING, () -> Double.NaN);
  }

  /** Hears what ticks do. Called within the tick: must return at once. */
  public interface TickObserver {
    /** A decision is in the journal, with what became of it. */
    void decided(
        StrategyUnit unit, DecisionRecord decision, Verdict verdict, List<String> outcomes);

    /** An event for the deployment's log. */
    void logged(
        StrategyUnit unit, String level, String event, String message, Map<String, Object> data);

    /**
     * A decision does not end whatever was done: the strategy is not to be asked again.
     *
     * @param where where its thread stands, as the end of a sentence; may be empty
     */
    void hangs(StrategyUnit unit, String where);

    /** The watchdog has looked at all calls: every few milliseconds, on its thread. */
    void looked();
  }
}
