package dev.orrery.trigger.schedule;

/**
 * Hears of marks. Called on the thread that drives a simulated or paced timeline, and by the
 * scheduler on the wall, where it must return at once. What it throws is logged; others are called
 * all the same.
 */
@FunctionalInterface
public interface MarkListener {
  /**
   * A mark is due.
   *
   * @param scheduledMillis the scheduled instant, never the clock's
   * @param firedNanos {@link System#nanoTime} when the scheduler woke for it
   */
  void mark(long scheduledMillis, long firedNanos);

  /**
   * Marks were missed and will not be fired.
   *
   * @param count how many
   * @param lastMillis the last of them
   */
  default void missed(long count, long lastMillis) {}
}
