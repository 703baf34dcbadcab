package dev.orrery.trigger;

/**
 * Where firings go. Implemented by the engine, thread-safe.
 *
 * <p><b>Threads.</b> On a simulated or paced timeline {@link #fired} is called on the thread that
 * drives the timeline and returns when the decision is finished, so that time stands still
 * meanwhile. On the wall timeline it is called by the scheduler, the feed, the event router or
 * whoever asks by hand, and returns at once.
 */
@FunctionalInterface
public interface Dispatcher {
  /**
   * Takes one firing. May be given one id more than once, after a restart or a lost answer: at most
   * one decision is made of it. Expected troubles (a strategy that is paused, failing or unknown)
   * are recorded, not thrown; what is thrown all the same is logged and the firing is lost.
   */
  void fired(FiredTrigger firing);

  /**
   * Marks of a schedule that passed while nothing could fire and are given up: after a stop or a
   * suspended process. Same threads as {@link #fired}.
   *
   * @param trigger whose marks they were
   * @param count how many
   * @param lastMillis the last of them, epoch milliseconds
   */
  default void missed(BoundTrigger trigger, long count, long lastMillis) {}
}
