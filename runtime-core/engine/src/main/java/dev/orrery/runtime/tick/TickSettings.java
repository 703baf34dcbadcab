package dev.orrery.runtime.tick;

import dev.orrery.runtime.isolation.Ladder;
import java.time.Duration;

/**
 * How ticks are run.
 *
 * @param coreThreads threads of the decide pool as long as they get through
 * @param maxThreads most threads when some hang
 * @param slack how long a paced timeline waits for a decision; zero: up to its deadline
 * @param recordReads whether what a decision reads is journaled with it
 * @param ladder how far a decision is followed that does not end
 */
public record TickSettings(
    int coreThreads, int maxThreads, Duration slack, boolean recordReads, Ladder ladder) {
  /** Twice the processors, 256 at most, no slack, everything recorded. */
  public static TickSettings standard() {
    return new TickSettings(
        2 * Runtime.getRuntime().availableProcessors(), 256, Duration.ZERO, true, Ladder.STANDARD);
  }
}
