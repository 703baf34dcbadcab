package dev.orrery.runtime.tick;

import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.OrderSender;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.runtime.control.Switches;
import dev.orrery.runtime.health.StrategyHealth;
import dev.orrery.runtime.isolation.AllocationTally;
import dev.orrery.runtime.model.LanguageModel;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.state.StateSpace;
import dev.orrery.trigger.FiringHistory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One running strategy and everything that is its own. Its plugin may change, or be away for a
 * while; account, memory, health and the ledger of its firings stay. Thread-safe.
 */
public final class StrategyUnit {
  /** What a strategy allocated long ago says little about who fills the heap now. */
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final String deployment;
  private final String name;
  private final String vault;
  private final AccountDesk desk;
  private final OrderSender sender;
  private final StateSpace state;
  private final Switches switches;
  private final LanguageModel model;
  private final Limits limits;
  private final StrategyHealth health = new StrategyHealth();
  private final Queue<Predicate<Edition>> waiting = new ConcurrentLinkedQueue<>();
  private final FiringLedger ledger;
  private final Logger log;
  private final AtomicReference<@Nullable CompletableFuture<Boolean>> flattening =
      new AtomicReference<>();
  private final Settlements settlements;
  private final AllocationTally allocations = new AllocationTally(REMEMBERED);

  /** What firings decide by; null while its jar is away. */
  private volatile @Nullable Edition edition;

  /** The latest version, also while it is away: what is said of the strategy. */
  private volatile LoadedStrategy strategy;

  /** Retired ones that decisions are still in; replaced with each change. */
  private volatile List<Edition> leaving = List.of();

  private volatile @Nullable String away;

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
    this.name = strategy.binding().name();
    this.vault = strategy.binding().vaultId();
    this.strategy = strategy;
    this.edition = new Edition(strategy);
    this.desk = desk;
    this.sender = sender;
    this.state = state;
    this.switches = switches;
    this.model = model;
    this.limits = limits;
    this.settlements = settlements;
    this.ledger = new FiringLedger(deployment, history);
    this.log = new StrategyLogger(name, log);
  }

  /** The deployment's id. */
  public String deployment() {
    return deployment;
  }

  /** The bound name. */
  public String name() {
    return name;
  }

  /** The account. */
  public String vault() {
    return vault;
  }

  /** The plugin's side, in its latest version; closed while its jar is away. */
  public LoadedStrategy strategy() {
    return strategy;
  }

  /** Why nothing decides; null while its jar is there. */
  public @Nullable String away() {
    return away;
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

  /** What its decisions have allocated lately, the older the less; in bytes. */
  public double allocated() {
    return allocations.at(System.nanoTime());
  }

  /** Counts what its decisions allocate. */
  AllocationTally allocations() {
    return allocations;
  }

  /** Decisions under way now, in whatever version. */
  public int underWay() {
    Edition now = edition;
    int count = now == null ? 0 : now.underWay();
    for (Edition old : leaving) {
      count += old.underWay();
    }
    return count;
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

  /** What this run knows of its firings. */
  public FiringHistory firings() {
    return ledger;
  }

  /**
   * Lets firings decide by another version from now on; decisions under way end on theirs. What
   * waits for a place begins.
   *
   * @param left run once, after the last decision on the version before; on the thread that leaves
   */
  public void replace(LoadedStrategy next, Runnable left) {
    change(new Edition(next), next, null, left);
    runWaiting();
  }

  /**
   * Lets no firing decide until {@link #replace}; decisions under way end.
   *
   * @param why told with each firing that is skipped
   * @param left run once, after the last decision
   */
  public void park(String why, Runnable left) {
    change(null, strategy, why, left);
  }

  private synchronized void change(
      @Nullable Edition next, LoadedStrategy latest, @Nullable String why, Runnable left) {
    Edition before = edition;
    List<Edition> stillIn = new ArrayList<>(leaving);
    if (before != null) {
      stillIn.add(before);
    }
    leaving = List.copyOf(stillIn);
    strategy = latest;
    away = why;
    edition = next;
    if (before == null) {
      left.run();
    } else {
      before.retire(() -> {
        forget(before);
        left.run();
      });
    }
  }

  private synchronized void forget(Edition over) {
    List<Edition> stillIn = new ArrayList<>(leaving);
    stillIn.remove(over);
    leaving = List.copyOf(stillIn);
  }

  /** What firings decide by now; null while its jar is away. */
  @Nullable Edition edition() {
    return edition;
  }

  /**
   * Takes a place among the decisions under way, on the version of now; null when there is none.
   */
  @Nullable Edition begin() {
    for (Edition now = edition; now != null; now = edition) {
      int inside = now.enter();
      if (inside < 0) {
        continue; // retired meanwhile
      }
      if ((inside <= limits.concurrent() && leaving.isEmpty()) || hasPlace(now)) {
        return now;
      }
      now.leave();
      return null;
    }
    return null;
  }

  /**
   * Whether one more than before is not too many. What hangs in a version that was replaced holds
   * no place: its decision is recorded as timed out, and whatever it brings back is dropped.
   */
  private boolean hasPlace(Edition now) {
    int count = now.underWay();
    for (Edition old : leaving) {
      count += old.inTime();
    }
    return count <= limits.concurrent();
  }

  /** Gives the place back; what waits for one takes it. */
  void end(Edition on) {
    on.leave();
    runWaiting();
  }

  /**
   * Begins once there is a place; at once if one has become free meanwhile.
   *
   * @param begun whether it keeps the place, to be given back by {@link #end}
   */
  void await(Predicate<Edition> begun) {
    waiting.add(begun);
    runWaiting();
  }

  private void runWaiting() {
    while (!waiting.isEmpty()) {
      Edition place = begin();
      if (place == null) {
        return;
      }
      Predicate<Edition> next = waiting.poll();
      if (next == null || !next.test(place)) {
        place.leave();
      }
    }
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
