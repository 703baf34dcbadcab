package dev.orrery.exchange.feed;

import dev.orrery.exchange.venue.MarketTick;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.hyperliquid.market.MarketRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays recorded markets for a venue, each from its first row, so many seconds of market in a
 * second of the world, lap after lap. A thread of its own hands rows on when they are due; when the
 * venue takes longer than the market allows, the market waits. Thread-safe.
 */
public final class Player implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Player.class);

  /** How many rows are handed on at once: while they are taken nobody else gets to the venue. */
  private static final int BATCH = 100;

  private static final double MOST_HISTORY_ROWS = 5_000_000;
  private static final long LATE_MILLIS = 1_000;

  private final List<Track> tracks;
  private final LongSupplier venueClock;
  private final LongSupplier nanoClock;
  private final Consumer<List<MarketTick>> venue;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Under the lock.
  private double speed;
  private boolean paused;
  private boolean closed;
  private double anchorMillis;
  private long anchorNanos;

  /**
   * Stands at the beginning.
   *
   * @param recorded what is played; each of a market of the venue
   * @param markets of the venue
   * @param speed market seconds a second; above zero
   * @param venueClock the protocol's clock, in epoch milliseconds
   * @param venue takes rows, and has taken them when it returns
   */
  public Player(
      List<Recorded> recorded,
      List<PerpSettings> markets,
      double speed,
      LongSupplier venueClock,
      LongSupplier nanoClock,
      Consumer<List<MarketTick>> venue) {
    this.tracks = recorded.stream().map(it -> new Track(it, rules(it, markets))).toList();
    this.speed = checked(speed);
    this.venueClock = venueClock;
    this.nanoClock = nanoClock;
    this.venue = venue;
    this.thread = Thread.ofPlatform().daemon().name("orrery-exchange-feed").unstarted(this::run);
  }

  private static MarketRules rules(Recorded recorded, List<PerpSettings> markets) {
    return markets.stream()
        .filter(it -> it.coin().equals(recorded.coin()))
        .findFirst()
        .map(it -> MarketRules.perp(it.szDecimals()))
        .orElseThrow(
            () -> new IllegalArgumentException("the venue has no market " + recorded.coin()));
  }

  private static double checked(double speed) {
    if (!(speed > 0 && speed <= 1_000_000)) {
      throw new IllegalArgumentException("a speed is above 0 and at most 1,000,000, not " + speed);
    }
    return speed;
  }

  /**
   * Candles of a minute from before now, oldest first: the laps before, at this speed.
   *
   * @param minutes how many at most; fewer where that would be too much to go through
   */
  public List<MarketTick.Bar> history(int minutes) {
    List<MarketTick.Bar> bars = new ArrayList<>();
    long start = venueClock.getAsLong();
    for (Track track : tracks) {
      double rowsAMinute = Math.max(track.rowsIn(60_000 * speed), 1e-9);
      int most = (int) Math.min(minutes, MOST_HISTORY_ROWS / rowsAMinute);
      bars.addAll(track.minutesBefore(start, most, speed));
    }
    return bars;
  }

  /** Begins. Once. */
  public void start() {
    lock.lock();
    try {
      anchorNanos = nanoClock.getAsLong();
      anchorMillis = (double) nextDue();
    } finally {
      lock.unlock();
    }
    thread.start();
  }

  /** Goes on at another speed. */
  public void speed(double other) {
    double good = checked(other);
    locked(() -> {
      anchor(marketMillis());
      speed = good;
    });
  }

  /** Holds the market, or lets it go on. */
  public void paused(boolean isPaused) {
    locked(() -> {
      anchor(marketMillis());
      paused = isPaused;
    });
  }

  /** Where each market stands: the step it comes to next, by coin. */
  public Map<String, Long> steps() {
    Map<String, Long> steps = new LinkedHashMap<>();
    locked(() -> tracks.forEach(it -> steps.put(it.coin(), it.step())));
    return steps;
  }

  /** Goes on elsewhere: at these steps; markets that are not named stay. */
  public void steps(Map<String, Long> steps) {
    locked(() -> {
      for (Track track : tracks) {
        Long step = steps.get(track.coin());
        if (step != null) {
          track.step(step);
        }
      }
      anchor((double) nextDue());
    });
  }

  /** Digests of the recordings by coin: steps are those of a recording. */
  public Map<String, String> digests() {
    Map<String, String> digests = new LinkedHashMap<>();
    tracks.forEach(it -> digests.put(it.coin(), it.file().digest().toString()));
    return digests;
  }

  /** How it stands, to be shown. */
  public Map<String, Object> standing() {
    Map<String, Object> shown = new LinkedHashMap<>();
    locked(() -> {
      shown.put("speed", speed);
      shown.put("paused", paused);
      List<Object> markets = new ArrayList<>();
      for (Track track : tracks) {
        Map<String, Object> market = new LinkedHashMap<>();
        market.put("coin", track.coin());
        market.put("rows", track.file().rows());
        market.put("row", track.row());
        market.put("lap", track.lap());
        market.put("recordedAt", track.file().time(track.row()));
        markets.add(market);
      }
      shown.put("markets", markets);
    });
    return shown;
  }

  @Override
  public void close() {
    locked(() -> closed = true);
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        List<MarketTick> rows = awaitRows();
        try {
          venue.accept(rows);
        } catch (RuntimeException e) {
          LOG.error(
              "The venue did not take rows count={} first={}", rows.size(), rows.getFirst(), e);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("The feed ends");
    }
  }

  /** The next rows that are due, at least one; waits for them. */
  private List<MarketTick> awaitRows() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed) {
          throw new InterruptedException("closed");
        }
        double now = marketMillis();
        double wait = (double) nextDue() - now;
        if (!paused && !tracks.isEmpty() && wait <= 0) {
          if (-wait / speed > LATE_MILLIS) {
            anchor((double) nextDue()); // the market waits for whoever cannot follow
          }
          return dueRows(now);
        }
        if (paused || tracks.isEmpty()) {
          changed.await();
        } else {
          changed.awaitNanos(Math.max(100_000, (long) (wait / speed * 1e6)));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private List<MarketTick> dueRows(double now) {
    List<MarketTick> rows = new ArrayList<>();
    long at = venueClock.getAsLong();
    while (rows.size() < BATCH) {
      Track first = tracks.stream().min(Comparator.comparingLong(Track::due)).orElseThrow();
      if (first.due() > now) {
        break;
      }
      rows.add(first.next(at));
    }
    return rows;
  }

  private long nextDue() {
    return tracks.stream().mapToLong(Track::due).min().orElse(Long.MAX_VALUE);
  }

  private double marketMillis() {
    return paused
        ? anchorMillis
        : anchorMillis + (nanoClock.getAsLong() - anchorNanos) / 1e6 * speed;
  }

  private void anchor(double marketMillis) {
    anchorMillis = marketMillis;
    anchorNanos = nanoClock.getAsLong();
  }

  private void locked(Runnable task) {
    lock.lock();
    try {
      task.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
