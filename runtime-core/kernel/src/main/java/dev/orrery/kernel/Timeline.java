package dev.orrery.kernel;

import java.time.Instant;

/**
 * The time a market runs on. {@link #now} never goes back; tasks run in time order, those of one
 * instant in the order they were given. Thread-safe.
 *
 * <p>Three of them exist: {@link WallTimeline} (the world's clock), {@link PacedTimeline} (a
 * recorded market shown at a chosen speed) and {@link SimulatedTimeline} (as fast as possible).
 * Resolution is the millisecond.
 */
public interface Timeline {
  /** Which of the three. */
  Kind kind();

  /** Epoch milliseconds. */
  long nowMillis();

  /** The same as an instant. */
  default Instant now() {
    return Instant.ofEpochMilli(nowMillis());
  }

  /**
   * Runs {@code task} once the timeline is at {@code epochMillis}; at once (but not within this
   * call) when that has passed. A task must not block; what it throws is logged and does not stop
   * the timeline.
   */
  Alarm at(long epochMillis, Runnable task);

  /**
   * As {@link #at}, but before all tasks of that instant given with {@code at}: for what completes
   * the state of an instant before anybody acts on it.
   */
  default Alarm ahead(long epochMillis, Runnable task) {
    return at(epochMillis, task);
  }

  /** Which of the three. */
  enum Kind {
    /** The world's clock. */
    WALL,
    /** A recorded market at a chosen speed. */
    PACED,
    /** A recorded market as fast as possible. */
    SIMULATED
  }

  /** A task that waits for its time. */
  interface Alarm {
    /** Forgets the task if it has not begun. Does nothing otherwise. */
    void cancel();
  }
}
