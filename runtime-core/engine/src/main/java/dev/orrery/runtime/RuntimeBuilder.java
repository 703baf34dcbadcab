package dev.orrery.runtime;

import dev.orrery.executor.ExecutorSettings;
import dev.orrery.executor.TradingRight;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.ArtifactStore;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketSource;
import dev.orrery.runtime.control.LatchStore;
import dev.orrery.runtime.control.Switches;
import dev.orrery.runtime.health.StrategyHealth;
import dev.orrery.runtime.isolation.CollectedHeap;
import dev.orrery.runtime.isolation.HeapReadings;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.PluginSources;
import dev.orrery.runtime.recording.AccountsJournal;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.MemoryDecisionJournal;
import dev.orrery.runtime.tick.TickSettings;
import dev.orrery.trigger.event.EventInbox;
import dev.orrery.trigger.event.MemoryEventInbox;
import dev.orrery.trigger.event.MemoryNotifications;
import dev.orrery.trigger.event.Notifications;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts a runtime together. Only plugins and a market are needed: everything else has a default that
 * lives in memory, the journal as far as accounts need it. Confined to one thread.
 */
public final class RuntimeBuilder {
  final List<Path> jars = new ArrayList<>();
  final Map<String, StrategyOptions> strategies = new LinkedHashMap<>();
  final Map<String, BrokerFactory> accounts = new LinkedHashMap<>();
  final Set<String> humanVaults = new LinkedHashSet<>();
  final List<RuntimeListener> listeners = new ArrayList<>();
  @Nullable MarketSource market;
  @Nullable ArtifactStore artifacts;
  @Nullable PluginLibrary library;
  boolean libraryStays;
  @Nullable Function<String, BrokerFactory> otherAccounts;
  @Nullable RiskCaps defaultCaps;
  private boolean onlyConfigured;
  private boolean andTheRest;
  boolean withoutRefused;
  boolean costsJudgedByHost;
  Newcomers newcomers = WantedStrategies.later(this);
  DecisionJournal journal = new MemoryDecisionJournal(new AccountsJournal());
  DecisionHistory history = DecisionHistory.NONE;
  MemoryNotifications memoryNotifications = new MemoryNotifications();
  Notifications notifications = memoryNotifications;
  @Nullable RuntimeStore store;
  RuntimeStore.@Nullable Opened opened;
  @Nullable EventInbox inbox;
  Duration eventsEvery = Duration.ofSeconds(5);
  long standingEntries = 20_000;
  LatchStore latches = LatchStore.NONE;
  Function<String, TradingRight> right = deployment -> Switches.always();
  Meters meters = Meters.NONE;
  IdSource ids = IdSource.random();
  InstantSource processClock = InstantSource.system();
  TickSettings ticks = TickSettings.standard();
  PluginLimits pluginLimits = PluginLimits.DEFAULT;
  HeapReadings heap = new CollectedHeap();
  boolean routesOutput;
  Consumer<String> exhausted = cause -> {};
  int mostSkips = StrategyHealth.MOST_SKIPS;
  BigDecimal liquidationWarningPct = BigDecimal.TEN;
  ExecutorSettings executor = ExecutorSettings.DEFAULTS;

  /** What was wrong with a call; told by {@link #build} with everything else. */
  final List<Problem> mistakes = new ArrayList<>();

  /** Files named one by one: each must be there. */
  final List<Path> named = new ArrayList<>();

  /** Whether journal, events or latches were given part by part. */
  boolean partsGiven;

  private boolean built;

  RuntimeBuilder() {}

  /** Every jar and zip of a folder. */
  public RuntimeBuilder plugins(Path folder) {
    jars.addAll(PluginSources.in(folder));
    return this;
  }

  /** One jar or zip. */
  public RuntimeBuilder plugin(Path jar) {
    jars.add(jar);
    named.add(jar);
    return this;
  }

  /** Plugins that are loaded already, instead of files; the runtime closes them at its end. */
  public RuntimeBuilder library(PluginLibrary loaded) {
    library = loaded;
    return this;
  }

  /** The same, and whoever loaded them closes them: many runtimes use them, one after the other. */
  public RuntimeBuilder sharedLibrary(PluginLibrary loaded) {
    library = loaded;
    libraryStays = true;
    return this;
  }

  /** Where jars are kept by digest; a folder of the runtime's own, gone at its end, without. */
  public RuntimeBuilder artifacts(ArtifactStore store) {
    artifacts = store;
    return this;
  }

  /** The market. */
  public RuntimeBuilder market(MarketSource source) {
    if (market != null) {
      mistakes.add(
          Problem.configuration("the runtime", "is given two markets", "give it one of them"));
    }
    market = source;
    return this;
  }

  /** What an account trades through. */
  public RuntimeBuilder account(String id, BrokerFactory broker) {
    if (broker == null) {
      mistakes.add(Problem.configuration("account " + id, "has no broker", "give it one"));
    } else if (accounts.put(id, broker) != null) {
      mistakes.add(
          Problem.configuration("account " + id, "is given twice", "give each account once"));
    }
    return this;
  }

  /** What accounts without an entry of their own trade through. */
  public RuntimeBuilder accounts(Function<String, BrokerFactory> brokers) {
    otherAccounts = brokers;
    return this;
  }

  /** An account that a person operates: no strategy may trade on it. */
  public RuntimeBuilder humanOperated(String account) {
    humanVaults.add(account);
    return this;
  }

  /**
   * A strategy to run, under a name. Once there is one, what the jars hold besides does not run,
   * unless {@link #andTheRest} is called.
   */
  public RuntimeBuilder strategy(String name, Consumer<StrategyOptions> options) {
    StrategyOptions wanted = new StrategyOptions(name);
    options.accept(wanted);
    return strategy(wanted);
  }

  /** A strategy to run. */
  public RuntimeBuilder strategy(StrategyOptions wanted) {
    if (strategies.put(wanted.name(), wanted) != null) {
      mistakes.add(
          Problem.configuration(
              "strategy " + wanted.name(), "is configured twice", "give one of them another name"));
    }
    return this;
  }

  /**
   * Runs what the jars hold besides, too, each by its defaults on the account {@code paper:<name>},
   * under {@link #defaultCaps}.
   */
  public RuntimeBuilder andTheRest() {
    andTheRest = true;
    return this;
  }

  /** Runs what {@link #strategy} names and nothing else of the jars, also when it names none. */
  public RuntimeBuilder onlyConfigured() {
    onlyConfigured = true;
    return this;
  }

  boolean runsTheRest() {
    return andTheRest || (strategies.isEmpty() && !onlyConfigured);
  }

  /**
   * A strategy whose jar was refused is left out and told by {@link
   * StrategyRuntime#refusedPlugins}; without this {@link #build} fails with the refusal.
   */
  public RuntimeBuilder withoutRefused() {
    withoutRefused = true;
    return this;
  }

  /**
   * The host judges by itself what language models cost, by caps it reads anew each time; without
   * this the runtime does, and pauses a strategy that is over its {@code maxMonthlyCostUsd}.
   */
  public RuntimeBuilder costsJudgedByHost() {
    costsJudgedByHost = true;
    return this;
  }

  /** How strategies run whose jar comes while the runtime runs; as said here without. */
  public RuntimeBuilder newcomers(Newcomers wanted) {
    newcomers = wanted;
    return this;
  }

  /** Caps of strategies that have none of their own. */
  public RuntimeBuilder defaultCaps(RiskCaps caps) {
    defaultCaps = caps;
    return this;
  }

  /**
   * Where everything is kept that outlives the process: journal, history, events, switches. The
   * runtime closes it. Instead of {@link #journal(DecisionJournal, DecisionHistory)}, {@link
   * #events} and {@link #latches}.
   */
  public RuntimeBuilder journal(RuntimeStore everything) {
    store = everything;
    return this;
  }

  /**
   * The journal, and what it knows from before; the caller closes it. One that is durable needs
   * {@link #latches} that are.
   */
  public RuntimeBuilder journal(DecisionJournal entries, DecisionHistory before) {
    partsGiven = true;
    journal = entries;
    history = before;
    return this;
  }

  /** Where events come from. */
  public RuntimeBuilder events(EventInbox events, Notifications notices) {
    partsGiven = true;
    inbox = events;
    notifications = notices;
    return this;
  }

  /** How often events are looked for when no hint of one comes, process time; 5 s without. */
  public RuntimeBuilder eventsEvery(Duration period) {
    eventsEvery = period;
    return this;
  }

  /**
   * Entries of an account after which a journal that outlives the process sums up what they come
   * to, so that a start need not fold them all; 20,000 without: some 100 ms to fold. At the end of
   * the runtime a twentieth of it is enough.
   */
  public RuntimeBuilder standingEntries(long entries) {
    standingEntries = entries;
    return this;
  }

  /** Where switches are kept. */
  public RuntimeBuilder latches(LatchStore store) {
    partsGiven = true;
    latches = store;
    return this;
  }

  /** What the host adds to a deployment's right to trade. */
  public RuntimeBuilder tradingRight(Function<String, TradingRight> byDeployment) {
    right = byDeployment;
    return this;
  }

  /** Where measurements go. */
  public RuntimeBuilder meters(Meters wanted) {
    meters = wanted;
    return this;
  }

  /** Where ids come from. */
  public RuntimeBuilder ids(IdSource source) {
    ids = source;
    return this;
  }

  /** The process's clock: deadlines of orders, wall instants of the journal. */
  public RuntimeBuilder processClock(InstantSource clock) {
    processClock = clock;
    return this;
  }

  /** How ticks are run. */
  public RuntimeBuilder ticks(TickSettings settings) {
    ticks = settings;
    return this;
  }

  /**
   * What strategies print to {@code System.out} and {@code System.err} becomes lines of their log,
   * under the same limit; other threads print as before. The two streams are replaced while the
   * runtime is there.
   */
  public RuntimeBuilder routeOutput() {
    routesOutput = true;
    return this;
  }

  /**
   * Called with the cause when the heap is so full that the process must end; a start after that
   * goes on as after a kill. Must return at once and should need no memory: it is called on the
   * runtime's watchdog, and again when it throws. Without it {@link RuntimeHealth} alone says that
   * the runtime is no longer alive.
   */
  public RuntimeBuilder onExhausted(Consumer<String> end) {
    exhausted = end;
    return this;
  }

  /** Where the heap is looked at. */
  RuntimeBuilder heap(HeapReadings readings) {
    heap = readings;
    return this;
  }

  /**
   * Most ticks that a strategy is skipped after a failure; 64 without. The first failure skips 3,
   * each further one twice as many. 0 skips none.
   */
  public RuntimeBuilder mostSkips(int most) {
    if (most < 0) {
      mistakes.add(Problem.configuration("mostSkips", "is " + most, "give it 0 or more"));
    }
    mostSkips = most;
    return this;
  }

  /**
   * How near to its liquidation a position may come before somebody is warned, in per cent of the
   * mark. 0 warns of none.
   */
  public RuntimeBuilder liquidationWarningPct(BigDecimal percent) {
    if (percent.signum() < 0) {
      mistakes.add(
          Problem.configuration("liquidationWarningPct", "is " + percent, "give it 0 or more"));
    }
    liquidationWarningPct = percent;
    return this;
  }

  /** How orders are planned and sent. */
  public RuntimeBuilder executor(ExecutorSettings settings) {
    executor = settings;
    return this;
  }

  /** Hears of everything, on a thread of its own. */
  public RuntimeBuilder listener(RuntimeListener listener) {
    if (listener == null) {
      mistakes.add(Problem.configuration("a listener", "is null", "leave it out"));
    } else {
      listeners.add(listener);
    }
    return this;
  }

  /** Hears of decisions, on a thread of its own. */
  public RuntimeBuilder onDecision(Consumer<RuntimeFact.Decided> listener) {
    return listener(fact -> {
      if (fact instanceof RuntimeFact.Decided decided) {
        listener.accept(decided);
      }
    });
  }

  /**
   * Loads the plugins, opens the market and the accounts, and takes up what the journal knows.
   * Nothing runs yet. Once: a second runtime takes a second builder.
   *
   * @throws ProblemException with everything that is wrong; nothing is left open then
   */
  public StrategyRuntime build() {
    if (built) {
      throw new IllegalStateException("a builder builds one runtime: make another builder");
    }
    StrategyRuntime runtime = Assembly.of(this);
    built = true;
    return runtime;
  }

  EventInbox inboxOrMemory(dev.orrery.kernel.Timeline timeline) {
    return inbox == null ? new MemoryEventInbox(timeline, memoryNotifications) : inbox;
  }
}
