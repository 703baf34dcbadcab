package dev.orrery.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A timeline moved by a recorded market: its feed steps it from row to row. Between two steps it
 * stands still. {@link #step} is confined to one thread, the feed's; {@link #at} may be called by
 * any.
 */
public abstract sealed class SteppedTimeline implements Timeline
    permits SimulatedTimeline, PacedTimeline {
  private static final Logger LOG = LoggerFactory.getLogger(SteppedTimeline.class);

  final AlarmQueue alarms = new AlarmQueue();
  private volatile long now;

  SteppedTimeline(long startMillis) {
    this.now = startMillis;
  }

  @Override
  public final long nowMillis() {
    return now;
  }

  /**
   * Moves to {@code epochMillis}: alarms due before it run first, each at its own time, then {@code
   * events}, then the alarms due at that very instant. Alarms set meanwhile are part of it.
   *
   * @throws IllegalArgumentException when that would go back
   */
  public final void step(long epochMillis, Runnable events) {
    if (epochMillis < now) {
      throw new IllegalArgumentException(
          "the timeline cannot go back from " + now + " to " + epochMillis);
    }
    if (alarms.firstDue() < epochMillis) {
      runAlarms(epochMillis - 1);
    }
    awaitPace(epochMillis);
    now = epochMillis;
    events.run();
    if (alarms.firstDue() <= epochMillis) {
      runAlarms(epochMillis);
    }
  }

  /** Waits until the wall clock allows {@code epochMillis}; runs what falls due meanwhile. */
  abstract void awaitPace(long epochMillis);

  /** Runs every alarm due at or before {@code limit}, moving time along with them. */
  final void runAlarms(long limit) {
    for (AlarmQueue.Entry entry = alarms.poll(limit); entry != null; entry = alarms.poll(limit)) {
      awaitPace(entry.due);
      now = Math.max(now, entry.due);
      run(entry.task);
    }
  }

  static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A timeline task failed", e);
    }
  }
}
