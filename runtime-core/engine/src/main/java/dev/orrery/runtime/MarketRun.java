package dev.orrery.runtime;

import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketFeed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed, running: on the thread that starts it where the market is simulated, on one of its own
 * otherwise. Thread-safe.
 */
final class MarketRun implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MarketRun.class);
  private static final long LONGEST_STEP_SECONDS = 10;

  private final MarketFeed feed;
  private final MarketBoard board;
  private final BiConsumer<MarketEnd, String> told;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Thread thread;
  private volatile @Nullable Throwable failure;
  private volatile MarketEnd how = MarketEnd.NOT_YET;
  private volatile boolean closed;

  /**
   * Not running yet.
   *
   * @param told hears of the end, once, and what failed
   */
  MarketRun(MarketFeed feed, MarketBoard board, BiConsumer<MarketEnd, String> told) {
    this.feed = feed;
    this.board = board;
    this.told = told;
  }

  /** Begins; a simulated market has ended when this returns. */
  void start() {
    if (feed.timeline().kind() == Timeline.Kind.SIMULATED) {
      thread = Thread.currentThread();
      run();
    } else {
      Thread own = Thread.ofPlatform().daemon().name("orrery-market").unstarted(this::run);
      thread = own;
      own.start();
    }
  }

  MarketEnd await(Duration longest) throws InterruptedException {
    boolean over = ended.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    return over ? how : MarketEnd.NOT_YET;
  }

  /** How it has ended. */
  MarketEnd end() {
    return how;
  }

  /** Whether nobody drives it any more. */
  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /** Whether this thread drives it. */
  boolean isOn(Thread candidate) {
    return candidate.equals(thread) && !hasEnded();
  }

  /** Why it ended before its end; null when it did not. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Ends it and waits for the step under way, but not when called from within that. */
  @Override
  public void close() {
    closed = true;
    feed.close();
    Thread running = thread;
    if (running == null) {
      over(MarketEnd.CLOSED, "");
      return;
    }
    if (running.equals(Thread.currentThread())) {
      return;
    }
    try {
      if (!ended.await(LONGEST_STEP_SECONDS, TimeUnit.SECONDS)) {
        running.interrupt();
        LOG.warn("The market does not end, a listener holds it up");
        boolean late = ended.await(1, TimeUnit.SECONDS);
        LOG.debug("The market has ended interrupted={}", late);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    MarketEnd end = MarketEnd.FAILED;
    String detail = "";
    try {
      feed.run(board);
      end = closed ? MarketEnd.CLOSED : MarketEnd.ENDED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end = MarketEnd.CLOSED;
    } catch (RuntimeException | Error e) {
      failure = e;
      detail = e.toString();
      LOG.error("The market feed failed", e);
    } finally {
      over(end, detail);
    }
  }

  private void over(MarketEnd end, String detail) {
    how = end;
    try {
      told.accept(end, detail);
    } finally {
      ended.countDown();
    }
  }
}
