package dev.orrery.runtime.tick;

import dev.orrery.api.Subscription;
import dev.orrery.api.market.Candles;
import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.OrderSender;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.control.Switches;
import dev.orrery.runtime.health.StrategyHealth;
import dev.orrery.runtime.model.LanguageModel;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.state.StateSpace;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** One running strategy and everything that is its own. Thread-safe. */
public final class StrategyUnit {
  private final String deployment;
  private final LoadedStrategy strategy;
  private final AccountDesk desk;
  private final OrderSender sender;
  private final StateSpace state;
  private final Switches switches;
  private final LanguageModel model;
  private final Limits limits;
  private final StrategyHealth health = new StrategyHealth();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Queue<BooleanSupplier> waiting = new ConcurrentLinkedQueue<>();
  private final FiringLedger ledger;
  private final Logger log;
  private final AtomicReference<@Nullable CompletableFuture<Boolean>> flattening =
      new AtomicReference<>();
  private final Settlements settlements;
  private volatile boolean ready;

  /** Puts one together. */
  public StrategyUnit(
      String deployment,
      LoadedStrategy strategy,
      AccountDesk desk,
      OrderSender sender,
      StateSpace state,
      Switches switches,
      LanguageModel model,
      Limits limits,
      DecisionHistory history,
      Settlements settlements,
      LogSink log) {
    this.deployment = deployment;
    this.strategy = strategy;
    this.desk = desk;
    this.sender = sender;
    this.state = state;
    this.switches = switches;
    this.model = model;
    this.limits = limits;
    this.settlements = settlements;
    this.ledger = new FiringLedger(deployment, history);
    this.log = new StrategyLogger(strategy.binding().name(), log);
  }

  /** The deployment's id. */
  public String deployment() {
    return deployment;
  }

  /** The bound name. */
  public String name() {
    return strategy.binding().name();
  }

  /** The account. */
  public String vault() {
    return strategy.binding().vaultId();
  }

  /** The plugin's side. */
  public LoadedStrategy strategy() {
    return strategy;
  }

  /** Its account desk. */
  public AccountDesk desk() {
    return desk;
  }

  /** What sends for it. */
  public OrderSender sender() {
    return sender;
  }

  /** Its memory. */
  public StateSpace state() {
    return state;
  }

  /** Its switches. */
  public Switches switches() {
    return switches;
  }

  /** Its health. */
  public StrategyHealth health() {
    return health;
  }

  /** Decisions under way now. */
  public int underWay() {
    return underWay.get();
  }

  /**
   * Takes on flattening it.
   *
   * @return what somebody else has begun and not ended; null when this one is it
   */
  public @Nullable CompletableFuture<Boolean> beginFlattening(CompletableFuture<Boolean> mine) {
    return flattening.compareAndExchange(null, mine);
  }

  /** Somebody else may flatten it now. */
  public void endFlattening(CompletableFuture<Boolean> mine) {
    flattening.compareAndSet(mine, null);
  }

  LanguageModel model() {
    return model;
  }

  /** What it may take. */
  public Limits limits() {
    return limits;
  }

  /** What becomes of its decisions that are unresolved. */
  public Settlements settlements() {
    return settlements;
  }

  FiringLedger ledger() {
    return ledger;
  }

  Logger log() {
    return log;
  }

  /** Takes a place among the decisions under way; false when there is none. */
  boolean begin() {
    if (underWay.incrementAndGet() > limits.concurrent()) {
      underWay.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Gives the place back; what waits for one takes it. */
  void end() {
    underWay.decrementAndGet();
    runWaiting();
  }

  /**
   * Begins once there is a place; at once if one has become free meanwhile.
   *
   * @param begun whether it keeps the place, to be given back by {@link #end}
   */
  void await(BooleanSupplier begun) {
    waiting.add(begun);
    runWaiting();
  }

  private void runWaiting() {
    while (!waiting.isEmpty() && begin()) {
      BooleanSupplier next = waiting.poll();
      if (next == null || !next.getAsBoolean()) {
        underWay.decrementAndGet();
      }
    }
  }

  /** Whether it once had everything it subscribed to. */
  boolean isReady() {
    return ready;
  }

  /** Which candles are still missing; null when everything subscribed to is there. */
  @Nullable String notReady(MarketSnapshot market) {
    for (Subscription wanted : strategy.subscriptions()) {
      Candles there = market.candles(wanted.symbol(), wanted.interval(), wanted.history());
      int size = there == null ? 0 : there.size();
      if (size < wanted.history()) {
        return "not ready: has "
            + size
            + " of "
            + wanted.history()
            + " candles of "
            + wanted.symbol()
            + " "
            + wanted.interval();
      }
    }
    ready = true;
    return null;
  }

  /** Takes a strategy's own log lines. */
  public interface LogSink {
    /** One line. */
    void line(String level, String text);
  }

  /**
   * What one strategy may take.
   *
   * @param deadline of one call of decide; zero: none
   * @param concurrent decisions under way at once
   * @param each whether orders of one decision are sent without those that were denied
   * @param caps what the risk gate holds its orders against
   */
  public record Limits(Duration deadline, int concurrent, boolean each, RiskCaps caps) {
    private static final long NONE = Long.MAX_VALUE / 2;

    /** The deadline in nanoseconds; practically for ever when there is none. */
    long deadlineNanos() {
      return deadline.isZero() ? NONE : deadline.toNanos();
    }
  }
}
