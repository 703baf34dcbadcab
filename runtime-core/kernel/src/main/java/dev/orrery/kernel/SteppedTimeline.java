package dev.orrery.kernel;

import java.util.concurrent.atomic.AtomicLong;
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

  /** Written by the feed's thread only. */
  private final AtomicLong now;

  SteppedTimeline(long startMillis) {
    this.now = new AtomicLong(startMillis);
  }

  @Override
  public final long nowMillis() {
    return now.getAcquire();
  }

  @Override
  public final Alarm at(long epochMillis, Runnable task) {
    Alarm alarm = alarms.add(epochMillis, false, task);
    added();
    return alarm;
  }

  @Override
  public final Alarm ahead(long epochMillis, Runnable task) {
    Alarm alarm = alarms.add(epochMillis, true, task);
    added();
    return alarm;
  }

  /**
   * Moves to {@code epochMillis}: alarms due before it run first, each at its own time, then {@code
   * events}, then the alarms due at that very instant. Alarms set meanwhile are part of it.
   *
   * <p>A paced timeline that is stopped, or whose thread is interrupted while it waits, stays where
   * it is: neither the events nor later alarms run.
   *
   * @throws IllegalArgumentException when that would go back
   */
  public final void step(long epochMillis, Runnable events) {
    if (epochMillis < now.getPlain()) {
      throw new IllegalArgumentException(
          "the timeline cannot go back from " + now + " to " + epochMillis);
    }
    if (!reach(epochMillis)) {
      return;
    }
    now.setRelease(epochMillis);
    events.run();
    if (alarms.firstDue() <= epochMillis) {
      runDue(epochMillis);
    }
  }

  /** What became of a wait. */
  enum Wait {
    /** The instant has come. */
    REACHED,
    /** An alarm before it has been set meanwhile. */
    OVERTAKEN,
    /** Nobody waits any more. */
    ENDED
  }

  /** Says that an alarm was set, maybe by another thread. */
  abstract void added();

  /** Waits until the wall clock allows {@code epochMillis}. */
  abstract Wait await(long epochMillis);

  /** Runs what is due before {@code epochMillis}, each at its time, and waits for that instant. */
  private boolean reach(long epochMillis) {
    while (true) {
      long next = Math.min(alarms.firstDue(), epochMillis);
      Wait wait = await(Math.max(next, now.getPlain()));
      if (wait == Wait.ENDED) {
        return false;
      }
      if (wait == Wait.OVERTAKEN) {
        continue;
      }
      if (next == epochMillis) {
        return true;
      }
      now.setRelease(Math.max(now.getPlain(), next));
      AlarmQueue.Entry entry = alarms.poll(next);
      if (entry != null) {
        run(entry.task);
      }
    }
  }

  /** Runs everything due at or before {@code limit}, which is now. */
  final void runDue(long limit) {
    for (AlarmQueue.Entry entry = alarms.poll(limit); entry != null; entry = alarms.poll(limit)) {
      run(entry.task);
    }
  }

  /** Runs a task; whatever it throws is told and does not stop the timeline. */
  @SuppressWarnings("CatchingUnchecked") // Sneaky checked exceptions included.
  static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.error("A timeline task failed", e);
    }
  }
}
