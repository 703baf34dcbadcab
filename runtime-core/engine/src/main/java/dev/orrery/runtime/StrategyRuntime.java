package dev.orrery.runtime;

import dev.orrery.kernel.Meter;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketFeed;
import dev.orrery.runtime.isolation.PluginOutput;
import dev.orrery.runtime.metrics.RuntimeMeters;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.RefusedJar;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.PositionedJournal;
import dev.orrery.runtime.tick.Preview;
import dev.orrery.runtime.tick.StrategyUnit;
import dev.orrery.runtime.tick.TickEngine;
import dev.orrery.trigger.TriggerSources;
import dev.orrery.trigger.event.EventRouter;
import dev.orrery.trigger.manual.ManualFirings;
import dev.orrery.trigger.manual.ManualRequest;
import dev.orrery.trigger.schedule.QuartzScheduler;
import dev.orrery.trigger.schedule.Scheduler;
import dev.orrery.trigger.schedule.TimelineScheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Strategies running on a market. The one thing an embedding program needs:
 *
 * <pre>{@code
 * try (var runtime = StrategyRuntime.builder()
 *     .plugins(Path.of("plugins"))
 *     .market(Replay.of(Path.of("btc-1m.csv"), "BTC").speed(60))
 *     .account("paper-1", PaperBroker.startingWith(Usd.of("10000")))
 *     .strategy("sma-cross", s -> s.vault("paper-1").parameter("fast", 10).caps(caps))
 *     .build()) {
 *   runtime.start();
 *   runtime.await(Duration.ofMinutes(1));
 * }
 * }</pre>
 *
 * <p><b>RuntimeState.</b> Built; {@link #start} once; {@link #close} once, which leaves no thread
 * behind but those that strategies will not give back. On a simulated market {@link #start} plays
 * the market to its end on the calling thread. Thread-safe.
 */
public final class StrategyRuntime implements AutoCloseable {
  /** At the end there is time: what would be summed up after so many entries is after a part. */
  private static final long STANDING_PART_AT_END = 20;

  private static final Logger LOG = LoggerFactory.getLogger(StrategyRuntime.class);

  private final RuntimeBuilder given;
  private final MarketFeed feed;
  private final MarketBoard board;
  private final PluginLibrary library;
  private final boolean libraryStays;
  private final DecisionJournal journal;
  private final FactStream facts;
  private final RuntimeLog log;
  private final TickEngine engine;
  private final Scheduler scheduler;
  private final EventRouter events;
  private final ManualFirings manual = new ManualFirings();
  private final FiredByHand byHand;
  private final ExecutorService operations;
  private final Heartbeat heartbeat;
  private final @Nullable Path temporary;
  private final RuntimeStore.@Nullable Opened store;
  private final HostedStrategies hosted = new HostedStrategies();
  private final Costs costs = new Costs();
  private final MarketRun market;
  private final TriggerSources sources;
  private final PluginDesk plugins;
  private final Quarantines quarantines;
  private final HeapLadder heap;
  private final PluginOutput.@Nullable Installed output;
  private final AtomicReference<RuntimeState> life = new AtomicReference<>(RuntimeState.BUILT);

  StrategyRuntime(
      RuntimeBuilder given, MarketFeed feed, PluginLibrary library, @Nullable Path temporary) {
    this.given = given;
    this.feed = feed;
    this.library = library;
    this.libraryStays = given.libraryStays;
    this.temporary = temporary;
    this.store = given.opened;
    Timeline timeline = feed.timeline();
    boolean simulated = timeline.kind() == Timeline.Kind.SIMULATED;
    this.board = MarketBoard.of(feed.instruments(), timeline, feed.lateness());
    this.journal = simulated ? given.journal : new PositionedJournal(given.journal, feed);
    LongSupplier wall = given.processClock::millis;
    this.facts = new FactStream(timeline.kind(), this::missed);
    this.log = new RuntimeLog(journal, facts, timeline, wall, simulated, given.meters);
    this.operations =
        Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("orrery-operations-", 0).factory());
    this.byHand = new FiredByHand(operations);
    this.quarantines = new Quarantines(hosted, log, operations, given.processClock);
    TickFacts observer =
        new TickFacts(
            facts, log, byHand, given.costsJudgedByHost ? null : costs, operations, quarantines);
    this.engine =
        new TickEngine(
            feed, board, journal, given.meters, given.ticks, library.abandoned(), wall, observer);
    this.scheduler =
        timeline.kind() == Timeline.Kind.WALL
            ? new QuartzScheduler(timeline)
            : new TimelineScheduler(timeline);
    this.events =
        new EventRouter(
            timeline,
            given.inboxOrMemory(timeline),
            given.notifications,
            given.ids,
            given.eventsEvery);
    this.heartbeat =
        new Heartbeat(
            engine,
            board,
            journal,
            timeline,
            wall,
            given.meters,
            operations,
            () -> keepStandingsToCome(given.standingEntries),
            new LiquidationWatch(given.liquidationWarningPct, log::event));
    this.market = new MarketRun(feed, board, this::marketEnded);
    this.sources = new TriggerSources(timeline, scheduler, board, events, manual);
    this.plugins =
        new PluginDesk(
            given,
            this,
            library,
            hosted,
            engine,
            sources,
            new SwapPoint(timeline, market, () -> life.get() == RuntimeState.CLOSED));
    this.heap =
        new HeapLadder(
            given.heap, engine, quarantines, plugins, scheduler::keepsTime, this::exhausted);
    observer.eachLook(heap::look);
    this.output = given.routesOutput ? PluginOutput.install(engine.output()) : null;
    given.meters.gauge(RuntimeMeters.FACTS_LOST, facts::lost);
    given.meters.gauge(RuntimeMeters.ABANDONED, this::abandonedThreads);
    given.meters.gauge(RuntimeMeters.DEGRADED, () -> health().degraded() ? 1 : 0);
    given.meters.gauge(RuntimeMeters.HEAP_SHARE, heap::share);
    given.listeners.forEach(facts::add);
  }

  /** Begins to put one together. */
  public static RuntimeBuilder builder() {
    return new RuntimeBuilder();
  }

  /**
   * Reconciles every account, binds the triggers and lets the market run.
   *
   * @throws ProblemException when an account could not be reconciled: nothing runs then
   * @throws IllegalStateException when it was started before, or when a simulated market, which has
   *     ended when this returns, failed. Interrupted, a simulated market ends where it is
   */
  public void start() {
    if (!life.compareAndSet(RuntimeState.BUILT, RuntimeState.STARTING)) {
      throw new IllegalStateException("a runtime starts once: this one is " + state());
    }
    hosted.takeUp(given.history, journal, engine);
    CapsAtStart caps = new CapsAtStart(board, feed.timeline(), log);
    for (HostedStrategy each : hosted.all()) {
      started(each.unit);
      caps.hold(each.unit);
    }
    hosted.bind(sources, engine);
    if (!life.compareAndSet(RuntimeState.STARTING, RuntimeState.RUNNING)) {
      return; // closed meanwhile
    }
    if (feed.timeline().kind() != Timeline.Kind.SIMULATED) {
      heartbeat.start();
    }
    market.start();
    Throwable failure = market.failure();
    if (failure != null && feed.timeline().kind() == Timeline.Kind.SIMULATED) {
      throw new IllegalStateException("the market failed: " + failure, failure);
    }
  }

  void started(StrategyUnit unit) {
    log.event(
        unit.deployment(),
        unit.name(),
        "info",
        "runner_started",
        "strategy " + unit.name() + " on " + unit.vault(),
        Map.of("jar", unit.strategy().identity().jarDigest()));
    String unsubscribed = MarketChecks.unsubscribed(unit.strategy());
    if (unsubscribed != null) {
      log.event(unit.deployment(), unit.name(), "warn", "log", unsubscribed, Map.of());
    }
    if (unit.switches().latches().flatten() != null) {
      operations(unit.name()).resumeFlatten();
    }
  }

  /**
   * Waits for the end of the market, but no longer than this.
   *
   * @return how it has ended, {@link MarketEnd#NOT_YET} when it has not: its feed may have failed
   *     ({@link #health} says why), or the runtime been closed
   */
  public MarketEnd await(Duration longest) throws InterruptedException {
    return market.await(longest);
  }

  /** How the strategies stand, in the order they were configured. */
  public List<StrategyStatus> strategies() {
    Map<String, String> notices = plugins.notices();
    return hosted.all().stream()
        .map(each -> StrategyStatus.of(each.unit, board.snapshot(), notices))
        .toList();
  }

  /** Jars whose strategies can be used. */
  public List<LoadedJar> plugins() {
    return library.jars();
  }

  /** Files that are not used, and why. */
  public List<RefusedJar> refusedPlugins() {
    return library.refused();
  }

  /**
   * Takes a jar into use while the runtime runs. Its strategies begin as they would have at the
   * start: by their entry, else by their defaults; one that was here before goes on where it was.
   * On a simulated market from another thread, or from a task of the timeline.
   *
   * @throws ProblemException when it cannot be used; nothing has changed then
   */
  public PluginChange addPlugin(Path jar) {
    return plugins.add(jar);
  }

  /**
   * Lets a jar take the place of one in use, between two events of the market: of another file, or
   * of what the file held before. Decisions under way end on the old version. State, account,
   * orders and health stay; a strategy that the new one does not offer ticks no more.
   *
   * @throws ProblemException when it cannot be used; the old one runs on then
   */
  public PluginChange replacePlugin(Path present, Path next) {
    return plugins.replace(present, next);
  }

  /**
   * Takes a jar out of use. Its strategies tick no more; what they have on their accounts stays
   * there and is looked after, and they go on where they were when a jar with them comes.
   *
   * @throws ProblemException when it is not in use
   */
  public PluginChange removePlugin(Path jar) {
    return plugins.remove(jar);
  }

  /** Forgets that a file was refused, because it is gone. */
  public void forgetRefused(Path file) {
    library.forget(file);
  }

  /**
   * Fires a strategy by hand.
   *
   * @param requestId asking again with it changes nothing
   * @return the decision's id
   * @throws ProblemException when the strategy is unknown, the payload too long, or the market does
   *     not run
   */
  public String trigger(String strategy, String requestId, @Nullable String payload) {
    requireRunning("strategy " + strategy, "cannot be fired");
    return manual.request(new ManualRequest(strategy, requestId, payload));
  }

  /**
   * Fires a strategy by hand and tells what becomes of it.
   *
   * @param requestId as for {@link #trigger}; after a restart nothing is heard of a request that
   *     was decided before
   */
  public Fired fire(String strategy, String requestId, @Nullable String payload) {
    String id = trigger(strategy, requestId, payload);
    return new Fired(id, byHand.of(id));
  }

  /**
   * What a strategy would do now, up to the point where something would happen. Its state is
   * written to a copy.
   */
  public Preview preview(String strategy, @Nullable String payload) {
    StrategyUnit unit = hosted.get(strategy).unit;
    return engine.preview(unit, payload);
  }

  /** Switches of one strategy. */
  public Operations operations(String strategy) {
    return hosted
        .get(strategy)
        .operations(
            board::snapshot,
            log,
            heartbeat::now,
            operations,
            each -> quarantines.release(each, plugins));
  }

  /**
   * Hands on an event of this process, once for each origin id. It lives in this process only: what
   * was not decided on when the process ends is gone. For durable events emit to the inbox.
   *
   * @throws ProblemException when topic or payload are malformed, the origin id came with another
   *     payload before, or the market does not run
   */
  public void publish(String topic, String payload, String originId) {
    requireRunning("event " + topic, "cannot be handed on");
    events.publish(topic, payload, originId);
  }

  /** Whether it is alive, ready, safe to trade, and as good as new. */
  public RuntimeHealth health() {
    return RuntimeHealth.of(
        state(),
        market.failure(),
        journal.health(),
        engine.units(),
        hosted.uncompared(),
        abandonedThreads(),
        heap.exhausted());
  }

  /** Threads that do not leave plugin code and were given up. */
  public int abandonedThreads() {
    return library.abandoned().count();
  }

  /**
   * Puts an event of the host's into the log of every strategy.
   *
   * @param event {@link EventName#DATABASE_DIED} and the like, as text
   */
  public void tell(String level, String event, String message) {
    engine
        .units()
        .forEach(
            unit -> log.event(unit.deployment(), unit.name(), level, event, message, Map.of()));
  }

  /** The heap is full: whoever hosts this must end the process. */
  private void exhausted(String cause) {
    given.exhausted.accept(cause); // before anything else takes memory that is not there
    LOG.error("The heap is full: {}", cause);
    heap.worst()
        .ifPresent(unit ->
            log.event(unit.deployment(), unit.name(), "error", "heap_exhausted", cause, Map.of()));
  }

  /** Where it is in its life. */
  public RuntimeState state() {
    RuntimeState now = life.get();
    if (now != RuntimeState.RUNNING) {
      return now;
    }
    return switch (market.end()) {
      case NOT_YET -> RuntimeState.RUNNING;
      case FAILED -> RuntimeState.FAILED;
      case ENDED, CLOSED -> RuntimeState.ENDED;
    };
  }

  /** Facts that a listener was too slow to hear, summed over all listeners. */
  public long factsLost() {
    return facts.lost();
  }

  /** Decisions a paced market went on without. */
  public long overran() {
    return engine.overran();
  }

  /** The market's time. */
  public Timeline timeline() {
    return feed.timeline();
  }

  /** The market. */
  public MarketBoard board() {
    return board;
  }

  /**
   * Ends: no firing begins any more, decisions under way are waited for a moment, accounts are let
   * go of (nothing is closed or cancelled), plugins are unloaded.
   */
  @Override
  public void close() {
    if (life.getAndSet(RuntimeState.CLOSED) == RuntimeState.CLOSED) {
      return;
    }
    Closing closing = new Closing();
    closing.step(plugins::stop);
    closing.step(hosted::unbind);
    closing.step(events::close);
    closing.step(scheduler::close);
    closing.step(market::close);
    closing.step(heartbeat::close);
    closing.step(engine::close);
    closing.step(byHand::close);
    closing.step(operations::shutdownNow);
    closing.step(() -> keepStandingsToCome(given.standingEntries / STANDING_PART_AT_END + 1));
    closing.step(plugins::close);
    closing.step(hosted::close);
    if (!libraryStays) {
      closing.step(library::close);
    }
    if (feed.timeline() instanceof AutoCloseable timeline) {
      closing.step(timeline::close);
    }
    closing.step(facts::close);
    RuntimeStore.Opened store = this.store;
    if (store != null) {
      closing.step(store::close);
    }
    PluginOutput.Installed routed = output;
    if (routed != null) {
      closing.step(routed::close);
    }
    closing.step(this::unmeter);
    closing.step(() -> TemporaryFolder.delete(temporary));
    closing.done();
  }

  /** Only what outlives the process is ever folded. */
  private void keepStandingsToCome(long atLeast) {
    if (journal.durable() && feed.timeline().kind() != Timeline.Kind.SIMULATED) {
      keepStandings(atLeast);
    }
  }

  /** Journals how accounts stand of which a start would fold so many entries. */
  void keepStandings(long atLeast) {
    hosted.keepStandings(atLeast);
  }

  private void unmeter() {
    for (Meter gauge :
        List.of(
            RuntimeMeters.FACTS_LOST,
            RuntimeMeters.ABANDONED,
            RuntimeMeters.DEGRADED,
            RuntimeMeters.HEAP_SHARE)) {
      given.meters.gauge(gauge, () -> Double.NaN);
    }
  }

  private void requireRunning(String subject, String cause) {
    String reason =
        switch (state()) {
          case RUNNING -> null;
          case BUILT, STARTING -> "the runtime is not started";
          case ENDED -> "the market has ended";
          case FAILED -> "the market has failed";
          case CLOSED -> "the runtime is closed";
        };
    if (reason != null) {
      throw new ProblemException(Problem.refused(subject, cause + ": " + reason, ""));
    }
  }

  private RuntimeFact missed(long count) {
    return new RuntimeFact.Missed(count, feed.timeline().now(), log.at());
  }

  private void marketEnded(MarketEnd how, String detail) {
    if (facts.heard()) {
      facts.publish(new RuntimeFact.MarketEnded(how, detail, feed.timeline().now(), log.at()));
    }
  }

  /**
   * Jars change only while it runs, and never by a listener of facts, which must return at once.
   */
  void requireRunning() {
    RuntimeState now = state();
    if (now != RuntimeState.RUNNING && now != RuntimeState.ENDED) {
      throw new IllegalStateException("plugins change while a runtime runs: it is " + now);
    }
    if (facts.isOn(Thread.currentThread())) {
      throw new IllegalStateException("plugins are not changed by a listener");
    }
  }

  MarketFeed feed() {
    return feed;
  }

  DecisionJournal journal() {
    return journal;
  }

  FactStream facts() {
    return facts;
  }

  RuntimeLog log() {
    return log;
  }

  Costs costs() {
    return costs;
  }

  ExecutorService operations() {
    return operations;
  }

  void host(HostedStrategy strategy) {
    hosted.add(strategy);
  }
}
