package dev.orrery.runtime.tick;

import dev.orrery.api.Subscription;
import dev.orrery.api.market.Candles;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.plugin.LoadedStrategy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One version of a running strategy: what its firings decide by until another takes its place. A
 * decision enters it, runs to its end on it, and leaves it; once it is retired nobody enters any
 * more, and whoever leaves it last says so. Thread-safe.
 *
 * <p>Made for millions of decisions a second: entering and leaving are one atomic addition each.
 */
final class Edition {
  /** Added to the number of those inside when it is retired: far below zero then. */
  private static final int RETIRED = Integer.MIN_VALUE;

  private final LoadedStrategy strategy;
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger visitors = new AtomicInteger();
  private final AtomicInteger overdue = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable Runnable whenLeft;
  private volatile boolean ready;

  Edition(LoadedStrategy strategy) {
    this.strategy = strategy;
  }

  /** The plugin's side. */
  LoadedStrategy strategy() {
    return strategy;
  }

  /** Enters; the number of those inside, below zero when it is retired: then nobody entered. */
  int enter() {
    int now = inside.incrementAndGet();
    if (now < 0) {
      leave();
    }
    return now;
  }

  void leave() {
    if (inside.decrementAndGet() == RETIRED) {
      end();
    }
  }

  /** Enters without taking a place among the decisions under way; whether it did. */
  boolean visit() {
    visitors.incrementAndGet();
    if (enter() > 0) {
      return true;
    }
    visitors.decrementAndGet();
    return false;
  }

  void leaveVisit() {
    visitors.decrementAndGet();
    leave();
  }

  /** A decision is over its deadline: recorded, but its thread is still inside. */
  void overdue() {
    overdue.incrementAndGet();
  }

  /** The thread of an overdue decision has come back. */
  void back() {
    overdue.decrementAndGet();
  }

  /**
   * Lets nobody in any more.
   *
   * @param left run once, when nobody is inside
   */
  void retire(Runnable left) {
    whenLeft = left;
    if (inside.getAndAdd(RETIRED) == 0) {
      end();
    }
  }

  /** Decisions inside. */
  int underWay() {
    return Math.max(0, (inside.get() & Integer.MAX_VALUE) - visitors.get());
  }

  /** Decisions inside that are not over their deadline. */
  int inTime() {
    return Math.max(0, underWay() - overdue.get());
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

  private void end() {
    Runnable left = whenLeft;
    if (left != null && over.compareAndSet(false, true)) {
      left.run();
    }
  }
}
