package dev.orrery.trigger.schedule;

import dev.orrery.api.Trigger.MissedFire;
import java.util.OptionalLong;

/**
 * Wakes listeners at the marks of their schedules: one wake-up for each distinct schedule and mark,
 * however many listen. Thread-safe.
 *
 * <p>Listeners of one mark are called one after the other, in the order they were registered.
 * {@link TimelineScheduler} keeps that order over all schedules that are due at one instant; on the
 * wall distinct schedules wake apart.
 */
public interface Scheduler extends AutoCloseable {
  /**
   * Registers for the marks after now, also while others are being woken.
   *
   * @param schedule when
   * @param missedFire what becomes of marks that passed while nothing could fire
   * @param lastMark the last mark dealt with before a restart, epoch milliseconds: those after it
   *     and not after now were missed. Empty: nothing was
   * @param listener whom to wake
   */
  Registration every(
      Schedule schedule, MissedFire missedFire, OptionalLong lastMark, MarkListener listener);

  /** Whether marks still come; false when what waits for them was ended by an error. */
  default boolean keepsTime() {
    return true;
  }

  /** Wakes nobody any more and leaves no thread behind. Repeatable. */
  @Override
  void close();

  /** A listener's place. */
  interface Registration extends AutoCloseable {
    /** Gives it up: no call begins afterwards, others lose nothing. Repeatable, any thread. */
    @Override
    void close();
  }
}
