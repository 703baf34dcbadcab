package dev.orrery.cli.feed;

import dev.orrery.runtime.EventName;
import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.StrategyStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a decision before the fills it led to. A decision is told once it is known what became of
 * its orders, and by then some of them may have been filled: those fills wait for it, for a second
 * at most, and later ones of the same strategy behind them, since an account's fills are told in
 * the order they were booked in. Nothing else waits. A fill is its decision's by the line {@code
 * order_placed}, which comes before both.
 */
final class CauseFirst implements Feed {
  private static final long PATIENCE_NANOS = 1_000_000_000;

  /** Orders of decisions that were told, for exits that are placed long after them. */
  private static final int REMEMBERED = 1_024;

  /** A decision's; what people and guards begin is named otherwise, and has none. */
  private static final Pattern FIRING = Pattern.compile("[0-9a-f]{32}");

  private final Feed feed;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();

  /** Decisions still to come, by the orders that were placed for them. */
  private final Map<String, String> causes = bounded();

  /** Decisions that were told, each standing for itself. */
  private final Map<String, String> told = bounded();

  private final Map<String, Deque<Held>> held = new HashMap<>();

  CauseFirst(Feed feed, LongSupplier nanos) {
    this.feed = feed;
    this.nanos = nanos;
  }

  /**
   * A fill that waits.
   *
   * @param cause the decision it waits for; null when it waits for the fill before it only
   */
  private record Held(RuntimeFact fact, @Nullable String cause, long since) {}

  @Override
  public void started(Opening opening) {
    feed.started(opening);
  }

  @Override
  public void on(RuntimeFact fact) {
    lock.lock();
    try {
      inOrder(fact);
    } finally {
      lock.unlock();
    }
  }

  private void inOrder(RuntimeFact fact) {
    if (fact instanceof RuntimeFact.Decided decided) {
      feed.on(fact);
      told.put(decided.decision().id(), "");
      causes.values().removeIf(decided.decision().id()::equals);
      release(decided.strategy());
      return;
    }
    String order = filled(fact);
    if (order == null) {
      if (fact instanceof RuntimeFact.Logged logged && logged.name() == EventName.ORDER_PLACED) {
        placed(logged);
      }
      feed.on(fact);
      return;
    }
    String cause = causes.get(order);
    Deque<Held> before = held.get(fact.strategy());
    if (cause == null && before == null) {
      feed.on(fact);
    } else {
      held.computeIfAbsent(fact.strategy(), _ -> new ArrayDeque<>())
          .add(new Held(fact, cause, nanos.getAsLong()));
    }
  }

  /** Whoever beats must not wait for a reader of the feed, who holds up the facts. */
  @Override
  public void beat(Instant now, List<StrategyStatus> standing) {
    if (lock.tryLock()) {
      try {
        releaseLate();
      } finally {
        lock.unlock();
      }
    }
    feed.beat(now, standing);
  }

  @Override
  public void ended(Closing closing) {
    lock.lock();
    try {
      causes.clear();
      List.copyOf(held.keySet()).forEach(this::release);
    } finally {
      lock.unlock();
    }
    feed.ended(closing);
  }

  private void placed(RuntimeFact.Logged line) {
    String order = String.valueOf(line.data().get("cloid"));
    String origin = String.valueOf(line.data().get("origin"));
    if (FIRING.matcher(origin).matches() && !told.containsKey(origin)) {
      causes.put(order, origin);
    }
  }

  /** The order a fill is of, in either form it is told in; null when it is no fill. */
  private static @Nullable String filled(RuntimeFact fact) {
    if (fact instanceof RuntimeFact.Filled it) {
      return it.fill().clientOrderId().value();
    }
    return fact instanceof RuntimeFact.Logged it && it.name() == EventName.ORDER_FILLED
        ? String.valueOf(it.data().get("cloid"))
        : null;
  }

  private void release(String strategy) {
    Deque<Held> waiting = held.get(strategy);
    while (waiting != null && !waiting.isEmpty() && !waits(waiting.element())) {
      feed.on(waiting.remove().fact());
    }
    if (waiting != null && waiting.isEmpty()) {
      held.remove(strategy);
    }
  }

  private boolean waits(Held first) {
    String cause = first.cause();
    return cause != null && causes.containsValue(cause);
  }

  /** A decision that does not come was missed, or its venue takes long to answer. */
  private void releaseLate() {
    long now = nanos.getAsLong();
    for (Deque<Held> waiting : held.values()) {
      for (Held each : waiting) {
        if (each.cause() != null && now - each.since() >= PATIENCE_NANOS) {
          causes.values().removeIf(each.cause()::equals);
        }
      }
    }
    List.copyOf(held.keySet()).forEach(this::release);
  }

  private static Map<String, String> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
