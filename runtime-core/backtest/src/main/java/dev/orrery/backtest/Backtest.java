package dev.orrery.backtest;

import dev.orrery.api.value.Price;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.tick.TickSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One strategy over one recording, on the simulated timeline: engine, gate, caps and paper broker
 * are those of a run. Settings are filled in, then {@link #run} as often as wanted: every run gives
 * the same. Confined to one thread.
 *
 * <p>
 *
 * {@snippet :
 * BacktestResult result =
 *     Backtest.over(Replay.of(Path.of("btc-1m.csv"), "BTC"))
 *         .jar(Path.of("my-strategy.jar"))
 *         .parameter("fast", 10)
 *         .run();
 * }
 */
public final class Backtest {
  /** Against a strategy that does not end, not against one that is slow. */
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final Replay market;
  private final List<Path> jars = new ArrayList<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private @Nullable String strategy;
  private @Nullable Instant from;
  private @Nullable Instant until;
  private Duration warmUp = Duration.ZERO;
  private PaperSettings account = PaperSettings.defaults();
  private @Nullable RiskCaps caps;
  private @Nullable Path capsFile;
  private Progress progress = Progress.UNHEARD;
  private @Nullable RunListener listener;

  private Backtest(Replay market) {
    this.market = market;
  }

  private Backtest(Backtest other) {
    this(other.market);
    jars.addAll(other.jars);
    parameters.putAll(other.parameters);
    strategy = other.strategy;
    from = other.from;
    until = other.until;
    warmUp = other.warmUp;
    account = other.account;
    caps = other.caps;
    capsFile = other.capsFile;
    progress = other.progress;
  }

  /** Over a recording; how that would be played does not matter. */
  public static Backtest over(Replay market) {
    return new Backtest(market);
  }

  /** A jar with strategies. */
  public Backtest jar(Path file) {
    jars.add(file);
    return this;
  }

  /** Which of them; not needed where there is one. */
  public Backtest strategy(String name) {
    strategy = name;
    return this;
  }

  /** One parameter, by the name of its record component. */
  public Backtest parameter(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** Nothing before this instant is played; what lies before it warms candles. */
  public Backtest from(Instant first) {
    from = first;
    return this;
  }

  /** Nothing at or after this instant is played. */
  public Backtest until(Instant end) {
    until = end;
    return this;
  }

  /** So much of the range warms candles too, and is not traded. */
  public Backtest warmUp(Duration length) {
    warmUp = length;
    return this;
  }

  /** The paper account; its defaults without. */
  public Backtest account(PaperSettings settings) {
    account = settings;
    return this;
  }

  /** Caps; those shipped for paper without. */
  public Backtest caps(RiskCaps wanted) {
    caps = wanted;
    return this;
  }

  /** Caps from a YAML file with the keys of {@code caps}. */
  public Backtest caps(Path file) {
    capsFile = file;
    return this;
  }

  /** Hears how far it is. */
  public Backtest progress(Progress listener) {
    progress = listener;
    return this;
  }

  /** Hears everything of the next run; without, nothing is kept for nobody. */
  public Backtest listener(RunListener newListener) {
    listener = newListener;
    return this;
  }

  /**
   * Plays the range once.
   *
   * @throws ProblemException with everything that is wrong: data, jar, strategy, parameters, caps,
   *     an empty range
   */
  public BacktestResult run() {
    check();
    try (LoadedBacktest loaded = load()) {
      return loaded.run(Map.of()).result();
    }
  }

  /**
   * Loads the jars, for many runs with other parameters or ranges. What is set here later does not
   * count.
   *
   * @throws ProblemException as {@link #run}, but for parameters
   */
  public LoadedBacktest load() {
    check();
    return new LoadedBacktest(new Backtest(this), JarChoice.of(jars));
  }

  private void check() {
    if (account.startCash().signum() <= 0) {
      throw new ProblemException(
          Problem.configuration(
              "starting cash", "is " + account.startCash(), "give more than zero"));
    }
    span(window(from, until));
  }

  Map<String, Object> parameters() {
    return parameters;
  }

  @Nullable String wanted() {
    return strategy;
  }

  /** Data, settings and parameters set here, each by a name: what makes a run the same. */
  Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("data", market.data().digest().hex());
    all.put("symbol", market.instrument().toString());
    all.put("from", from == null ? "" : from.toString());
    all.put("to", until == null ? "" : until.toString());
    all.put("warm-up", warmUp.toString());
    all.put("account", account.toString());
    Path file = capsFile;
    all.put("caps", file != null ? CapsText.of(file) : caps == null ? "" : caps.toString());
    all.put("parameters", parameters.toString());
    return all;
  }

  /** First and last instant there is to play, epoch milliseconds. */
  Tape.Span range() {
    return span(window(from, until));
  }

  /**
   * Plays once: a function of data, jar and parameters.
   *
   * @param more parameters over those set here
   * @param first null for what is set here
   * @param end null for what is set here
   */
  Measured play(
      JarChoice choice,
      StrategyDescriptor chosen,
      Map<String, ?> more,
      @Nullable Instant first,
      @Nullable Instant end) {
    Replay window = window(first == null ? from : first, end == null ? until : end);
    Tape.Span span = span(window);
    Ledger ledger = new Ledger();
    RunJournal journal = new RunJournal(ledger);
    Tape tape = new Tape(ledger, span, account.startCash().value(), progress);
    StrategyOptions options = options(chosen.name());
    more.forEach(options::parameter);
    try (StrategyRuntime runtime =
        StrategyRuntime.builder()
            .sharedLibrary(choice.library())
            .market(window)
            .accounts(vault -> PaperBroker.with(account, Overheard.fills(ledger, listener)))
            .journal(Overheard.journal(journal, listener), DecisionHistory.NONE)
            .ticks(ticks())
            .strategy(options)
            .build()) {
      runtime.board().listen(MarketBoard.Phase.BROKERS, tape);
      Overheard.board(runtime.board(), span, listener);
      play(runtime);
      tape.end();
      if (listener != null) {
        listener.ends();
      }
      BacktestResult result = result(runtime.strategies().getFirst(), ledger, journal, tape);
      return new Measured(result, tape.sharpe().moments());
    }
  }

  private Replay window(@Nullable Instant wantedFrom, @Nullable Instant wantedUntil) {
    MarketFile data = market.data();
    long first = data.time(0);
    long start = wantedFrom == null ? first : Math.max(first, wantedFrom.toEpochMilli());
    return market.window(
        start + warmUp.toMillis(),
        wantedUntil == null ? Long.MAX_VALUE : wantedUntil.toEpochMilli());
  }

  private static Tape.Span span(Replay window) {
    Replay.Part part = window.part();
    MarketFile data = window.data();
    return new Tape.Span(
        data.time(part.first()), data.time(part.end() - 1), (long) part.end() - part.first());
  }

  private StrategyOptions options(String name) {
    StrategyOptions options = StrategyOptions.named(name).vault("paper:" + name).deadline(DEADLINE);
    parameters.forEach(options::parameter);
    if (caps != null) {
      return options.caps(caps);
    }
    return capsFile != null
        ? options.caps(capsFile)
        : options.paperCaps(market.instrument().symbol());
  }

  /** What is read is not kept: nobody could ask for it. */
  private static TickSettings ticks() {
    TickSettings usual = TickSettings.standard();
    return new TickSettings(
        usual.coreThreads(), usual.maxThreads(), usual.slack(), false, usual.ladder());
  }

  private static void play(StrategyRuntime runtime) {
    runtime.start();
    try {
      MarketEnd end = runtime.await(Duration.ZERO);
      if (end != MarketEnd.ENDED) {
        throw new IllegalStateException("the market did not end, it is " + end);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private BacktestResult result(
      StrategyStatus status, Ledger ledger, RunJournal journal, Tape tape) {
    Price last = tape.lastPrice();
    Instant end = Instant.ofEpochMilli(tape.lastAt());
    Ledger.Booked booked = ledger.booked(last, end);
    MarketFile data = market.data();
    BacktestResult.Subject subject =
        new BacktestResult.Subject(
            status.identity().strategy(),
            status.fileName(),
            status.identity().jarDigest(),
            status.parameters(),
            market.instrument().symbol(),
            market.name(),
            data.digest(),
            data.summary());
    Figures figures = Figures.of(account.startCash(), booked, tape);
    DecisionCount decisions = journal.decisions();
    return new BacktestResult(
        subject,
        Instant.ofEpochMilli(tape.firstAt()),
        end,
        tape.seen(),
        figures,
        tape.buyAndHold(),
        decisions.counts(),
        booked.trips(),
        tape.curve().points(),
        Notes.of(status, figures, decisions, Duration.ofMillis(tape.lastAt() - tape.firstAt())),
        journal.digest());
  }
}
