package dev.orrery.testkit;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.Mark;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plays one strategy a path of prices of one symbol, bar by bar: state is kept, orders fill, the
 * account follows. Actions are planned, rounded and denied as by the runtime, and {@link
 * #lastVerdict} says what became of them. For tests of behaviour, not for figures: there are no
 * caps, fees, slippage, funding, margin calls or partial fills; market orders fill at the last
 * price, resting ones when a bar's range goes through them, open, worse extreme, better extreme,
 * close. What it does not play throws {@link UnsupportedOperationException}. Time begins at
 * 2020-01-01T00:00:00Z and stands at the close of the last bar. Confined to one thread.
 */
public final class TestMarket {
  private static final Instant BEGINNING = Instant.parse("2020-01-01T00:00:00Z");
  private static final int KEPT = 5_000;

  private final StrategyPlugin strategy;
  private final String symbol;
  private final Interval interval;
  private final TestState state = new TestState();
  private final List<double[]> rows = new ArrayList<>();
  private final Map<String, List<Double>> series = new LinkedHashMap<>();
  private final PathAccount account;
  private Instant now = BEGINNING;
  private String verdict = "";

  private TestMarket(StrategyPlugin strategy, String symbol, Interval interval, Usd start) {
    this.strategy = strategy;
    this.symbol = symbol;
    this.interval = interval;
    this.account = new PathAccount(Instruments.perpetual(symbol), start);
  }

  /** A market of one symbol in bars of one length, with an account of 10,000 USD. */
  public static TestMarket of(StrategyPlugin strategy, String symbol, Interval interval) {
    return of(strategy, symbol, interval, Usd.of(10_000));
  }

  /** A market of one symbol in bars of one length. */
  public static TestMarket of(
      StrategyPlugin strategy, String symbol, Interval interval, Usd balance) {
    return new TestMarket(strategy, symbol, interval, balance);
  }

  /** Bars that pass before the strategy is asked for the first time. */
  public TestMarket warm(double... closes) {
    for (double close : closes) {
      pass(previousClose(close), close);
    }
    return this;
  }

  /**
   * One more bar from the last close to this one; then the strategy is asked, woken by its
   * bar-close trigger of this symbol and interval, else by its first trigger on a clock.
   *
   * @return its checked answer, already executed
   */
  public List<Action> close(double close) throws Exception {
    pass(previousClose(close), close);
    return wake(barTrigger(), null);
  }

  /** One more bar with its own range; otherwise as {@link #close}. */
  public List<Action> bar(double open, double high, double low, double close) throws Exception {
    pass(open, high, low, close);
    return wake(barTrigger(), null);
  }

  /** Bars by their closes; the answers to all of them, noops left out. */
  public List<Action> closes(double... closes) throws Exception {
    List<Action> actions = new ArrayList<>();
    for (double close : closes) {
      actions.addAll(close(close));
    }
    actions.removeIf(Noop.class::isInstance);
    return actions;
  }

  /** An event wakes the strategy at this moment. */
  public List<Action> event(String topic, String payload) throws Exception {
    return wake(Trigger.event(topic), payload);
  }

  /** A trigger wakes the strategy at this moment. */
  public List<Action> fire(Trigger trigger) throws Exception {
    return wake(trigger, null);
  }

  /** A trigger wakes the strategy at this moment, with a payload. */
  public List<Action> fire(Trigger trigger, String payload) throws Exception {
    return wake(trigger, payload);
  }

  private List<Action> wake(Trigger trigger, @Nullable String payload) throws Exception {
    String missing = missing();
    if (!missing.isEmpty()) {
      verdict = "skipped: " + missing;
      return List.of();
    }
    TestContext context =
        new TestContext(
            TestFiring.of(trigger, now, payload),
            now,
            market(),
            account.view(),
            state,
            now.toEpochMilli(),
            new ScriptedModel(List.of()));
    List<Action> actions = Decisions.of(strategy, context);
    context
        .recorded()
        .forEach(
            (name, value) -> series.computeIfAbsent(name, key -> new ArrayList<>()).add(value));
    verdict = account.decide(actions, now);
    return actions;
  }

  /**
   * What became of the last decision, as the runtime would put it: {@code executed}, {@code noop},
   * {@code denied: EXIT_ON_WRONG_SIDE ...}, {@code rejected: ...}, {@code partially_executed: ...},
   * or {@code skipped: not ready ...}; empty before the first.
   */
  public String lastVerdict() {
    return verdict;
  }

  /** The account as it stands. */
  public GivenAccount account() {
    return account.view();
  }

  /** The strategy's memory. */
  public TestState state() {
    return state;
  }

  /** What the strategy recorded so far, one list of values per series. */
  public Map<String, List<Double>> recorded() {
    return Map.copyOf(series);
  }

  /** The market's now. */
  public Instant now() {
    return now;
  }

  /** How many executions there were. */
  public int fills() {
    return account.fills();
  }

  /** What a subscription still lacks: the strategy is not asked before it is there. */
  private String missing() {
    for (Subscription wanted : strategy.subscriptions()) {
      if (!wanted.symbol().equals(symbol) || !wanted.interval().equals(interval)) {
        throw new UnsupportedOperationException(
            "TestMarket plays "
                + symbol
                + " "
                + interval
                + " only, and the strategy subscribes to "
                + wanted.symbol()
                + " "
                + wanted.interval());
      }
      if (rows.size() < wanted.history()) {
        return "not ready: has "
            + rows.size()
            + " of "
            + wanted.history()
            + " candles of "
            + symbol
            + " "
            + interval;
      }
    }
    return "";
  }

  private void pass(double open, double close) {
    pass(open, Math.max(open, close), Math.min(open, close), close);
  }

  private void pass(double open, double high, double low, double close) {
    double[] row = {now.toEpochMilli(), open, high, low, close, 0};
    GivenCandles.of(symbol, interval, List.of(row));
    rows.add(row);
    if (rows.size() > KEPT) {
      rows.removeFirst();
    }
    now = now.plus(Duration.ofMillis(interval.millis()));
    account.bar(open, high, low, close, now);
  }

  private double previousClose(double otherwise) {
    return rows.isEmpty() ? otherwise : rows.getLast()[4];
  }

  private Trigger barTrigger() {
    Trigger bar = Trigger.barClose(symbol, interval);
    List<Trigger> triggers = strategy.triggers();
    if (triggers.contains(bar)) {
      return bar;
    }
    return triggers.stream()
        .filter(it -> it instanceof Trigger.Every || it instanceof Trigger.Cron)
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no trigger of " + triggers + " fires with a bar"));
  }

  private GivenMarket market() {
    if (rows.isEmpty()) {
      throw new IllegalStateException("no bar has passed yet: begin with warm(...) or close(...)");
    }
    Mark mark = new Mark(symbol, Price.of(rows.getLast()[4]), now);
    return new GivenMarket(
        Map.of(symbol, Instruments.perpetual(symbol)),
        Map.of(symbol, mark),
        Map.of(
            new GivenMarket.Run(symbol, interval), GivenCandles.ofChecked(symbol, interval, rows)),
        Map.of(),
        Map.of());
  }
}
