package dev.orrery.market.replay;

import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Timeline;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.market.MarketBoard;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A replay on the world's clock: its rows are shifted to now and published when their time has
 * come, so that schedulers, parallel firings and lateness are real.
 */
final class WallReplayFeed extends ReplayFeed {
  /** Behind by more than this (the host was asleep), the rest is shifted instead of caught up. */
  private static final long MAX_LAG_MILLIS = 60_000;

  private static final long MAX_WAIT_MILLIS = 1_000;

  private final WallTimeline timeline;

  /** Held while a row is published, so that history and rows do not overlap. */
  private final ReentrantLock rows = new ReentrantLock();

  private final Condition changed = rows.newCondition();

  WallReplayFeed(ReplayStart start, WallTimeline timeline) {
    super(start);
    this.timeline = timeline;
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  @Override
  public void warm(MarketBoard board, String symbol, Interval interval, int count) {
    rows.lock();
    try {
      super.warm(board, symbol, interval, count);
    } finally {
      rows.unlock();
    }
  }

  @Override
  public void run(MarketBoard board) throws InterruptedException {
    rows.lockInterruptibly();
    try {
      warm(board);
      for (long step = start.first(); step < start.end() && awaitTime(step); step++) {
        publish(board, step);
      }
    } finally {
      rows.unlock();
    }
  }

  @Override
  public void close() {
    rows.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      rows.unlock();
    }
    timeline.close();
  }

  /** Waits, without the lock, until a step's time has come; false when closed. */
  private boolean awaitTime(long step) throws InterruptedException {
    long late = timeline.nowMillis() - course().time(step);
    if (late > MAX_LAG_MILLIS) {
      shiftBy(Math.ceilDiv(late, course().file().grid()) * course().file().grid());
    }
    while (!closed) {
      long left = course().time(step) - timeline.nowMillis();
      if (left <= 0) {
        return true;
      }
      changed.await(Math.min(left, MAX_WAIT_MILLIS), TimeUnit.MILLISECONDS);
    }
    return false;
  }
}
