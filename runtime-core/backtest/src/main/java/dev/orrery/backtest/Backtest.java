package dev.orrery.backtest;

import dev.orrery.api.value.Price;
import dev.orrery.backtest.recorded.FundingRow;
import dev.orrery.backtest.recorded.RecordedEvent;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.broker.paper.TakenFills;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketSource;
import dev.orrery.market.file.MarketFile;
import dev.orrery.market.replay.JointReplay;
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
 * One strategy over one recording or several, on the simulated timeline: engine, gate, caps and
 * paper broker are those of a run. Settings are filled in, then {@link #run} as often as wanted:
 * every run gives the same. Confined to one thread.
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
  private final List<Replay> markets;
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
  private List<RecordedEvent> events = List.of();
  private final List<ByHand> byHand = new ArrayList<>();
  private final Map<String, List<FundingRow>> funding = new LinkedHashMap<>();

  private Backtest(List<Replay> markets) {
    this.market = markets.getFirst();
    this.markets = markets;
  }

  private Backtest(Backtest other) {
    this(other.markets);
    events = other.events;
    byHand.addAll(other.byHand);
    funding.putAll(other.funding);
    listener = other.listener;
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
    return new Backtest(List.of(market));
  }

  /**
   * Over recordings of several symbols at once, with one account: the time that all of them cover,
   * in the order of their times; what two have at one instant, in the order given here.
   */
  public static Backtest over(List<Replay> markets) {
    if (markets.isEmpty()) {
      throw new IllegalArgumentException("a backtest needs a recording");
    }
    return new Backtest(List.copyOf(markets));
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

  /** Events, in the order of their times: each is delivered at its moment, after its rows. */
  public Backtest events(List<RecordedEvent> recorded) {
    events = List.copyOf(recorded);
    return this;
  }

  /**
   * A firing by hand.
   *
   * @param payload null for none
   */
  public Backtest fire(Instant at, @Nullable String payload) {
    byHand.add(new ByHand(at, payload));
    return this;
  }

  /** Funding rates of a symbol, in the order of their hours, in place of the account's rate. */
  public Backtest funding(String symbol, List<FundingRow> rates) {
    funding.put(symbol, List.copyOf(rates));
    return this;
  }

  /** A firing by hand. */
  record ByHand(Instant at, @Nullable String payload) {}

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
    range();
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
    for (Replay each : markets) {
      String symbol = each.instrument().symbol();
      all.put("data of " + symbol, each.data().digest().hex());
      all.put("symbol " + symbol, each.instrument().toString());
    }
    all.put("events", events.toString());
    all.put("firings by hand", byHand.toString());
    all.put("funding", funding.toString());
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
    return markets.size() > 1
        ? new JointPlay(JointReplay.of(markets), from, until, warmUp).span()
        : span(window(from, until));
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
    StrategyOptions options = options(chosen.name());
    more.forEach(options::parameter);
    Instant wantedFrom = first == null ? from : first;
    Instant wantedUntil = end == null ? until : end;
    return markets.size() > 1
        ? together(choice, options, wantedFrom, wantedUntil)
        : alone(choice, options, wantedFrom, wantedUntil);
  }

  private Measured alone(
      JarChoice choice,
      StrategyOptions options,
      @Nullable Instant wantedFrom,
      @Nullable Instant wantedUntil) {
    Replay window = window(wantedFrom, wantedUntil);
    Tape.Span span = span(window);
    Ledger ledger = new Ledger();
    RunJournal journal = new RunJournal(ledger::on);
    Tape tape = new Tape(ledger, span, account.startCash().value(), progress);
    try (StrategyRuntime runtime = runtime(choice, options, window, ledger, journal)) {
      runtime.board().listen(MarketBoard.Phase.BROKERS, tape);
      Overheard.board(runtime.board(), MarketBoard.Phase.BROKERS, span, listener);
      Cues cues = cues(runtime, options.name(), span);
      play(runtime);
      tape.end();
      if (listener != null) {
        listener.ends();
      }
      BacktestResult result = result(runtime.strategies().getFirst(), ledger, journal, tape, cues);
      return new Measured(result, tape.sharpe().moments());
    }
  }

  private Measured together(
      JarChoice choice,
      StrategyOptions options,
      @Nullable Instant wantedFrom,
      @Nullable Instant wantedUntil) {
    JointPlay joint = new JointPlay(JointReplay.of(markets), wantedFrom, wantedUntil, warmUp);
    RunJournal journal = new RunJournal(joint.ledger()::on);
    JointTape tape = joint.tape(account.startCash().value(), progress);
    try (StrategyRuntime runtime =
        runtime(choice, options, joint.market(), joint.ledger(), journal)) {
      runtime.board().listen(MarketBoard.Phase.BROKERS, (event, now) -> tape.count(event));
      runtime.board().listen(MarketBoard.Phase.FIRINGS, tape);
      Overheard.board(runtime.board(), MarketBoard.Phase.FIRINGS, joint.span(), listener);
      Cues cues = cues(runtime, options.name(), joint.span());
      play(runtime);
      tape.end();
      if (listener != null) {
        listener.ends();
      }
      BacktestResult result =
          joint.result(runtime.strategies().getFirst(), account.startCash(), journal, tape, cues);
      return new Measured(result, tape.sharpe().moments());
    }
  }

  private StrategyRuntime runtime(
      JarChoice choice,
      StrategyOptions options,
      MarketSource source,
      TakenFills taken,
      RunJournal journal) {
    return StrategyRuntime.builder()
        .sharedLibrary(choice.library())
        .market(source)
        .accounts(vault -> PaperBroker.with(account, Overheard.fills(taken, listener)))
        .journal(Overheard.journal(journal, listener), DecisionHistory.NONE)
        .ticks(ticks())
        .strategy(options)
        .build();
  }

  /** What happens beside the prices, ready to happen. */
  private Cues cues(StrategyRuntime runtime, String name, Tape.Span span) {
    Cues cues = new Cues(span.from(), span.to());
    funding.forEach((symbol, rows) -> {
      if (runtime.board().snapshot().instrument(symbol) == null) {
        throw new ProblemException(
            Problem.configuration(
                "funding of " + symbol,
                "is of no symbol of the market",
                "it has " + String.join(", ", runtime.board().snapshot().symbols())));
      }
      cues.funding(runtime.board(), symbol, rows);
    });
    cues.events(runtime, events);
    cues.fire(runtime, name, byHand);
    cues.play(runtime.timeline());
    return cues;
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
    return capsFile != null ? options.caps(capsFile) : options.paperCaps(symbols());
  }

  private String[] symbols() {
    return markets.stream().map(each -> each.instrument().symbol()).toArray(String[]::new);
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
      StrategyStatus status, Ledger ledger, RunJournal journal, Tape tape, Cues cues) {
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
        Notes.of(
            status, figures, decisions, Duration.ofMillis(tape.lastAt() - tape.firstAt()), cues),
        journal.digest());
  }
}
