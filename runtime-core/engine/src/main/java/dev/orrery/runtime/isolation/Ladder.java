package dev.orrery.runtime.isolation;

import java.time.Duration;

/**
 * How far a call is followed that does not end at its deadline. First its thread is interrupted;
 * then its own code is ended at the next poll; then its thread is given up. On the process's clock.
 *
 * @param pollAfter from the interrupt to the polls that throw
 * @param quarantineAfter from there to giving the thread up
 * @param allocationBudget most bytes that one decision may allocate; zero: no limit
 */
public record Ladder(Duration pollAfter, Duration quarantineAfter, long allocationBudget) {
  /** Part of the heap that one decision may never allocate more than, where there is a limit. */
  private static final int PART_OF_HEAP = 8;

  /** A quarter of a second, a second, 256 MB or an eighth of the heap. */
  public static final Ladder STANDARD =
      new Ladder(Duration.ofMillis(250), Duration.ofSeconds(1), 256L << 20).withinHeap();

  /** From so many threads given up on, the process should be started again. */
  public static final int DEGRADED_FROM = 8;

  /** Checks. */
  public Ladder {
    if (pollAfter.isNegative() || quarantineAfter.isNegative() || allocationBudget < 0) {
      throw new IllegalArgumentException(
          "a ladder takes no negative step: "
              + pollAfter
              + ", "
              + quarantineAfter
              + ", "
              + allocationBudget);
    }
  }

  /**
   * The same with a budget of an eighth of this JVM's heap where it is more: what one decision
   * takes at once, others that are under way do not have.
   */
  public Ladder withinHeap() {
    long most = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    return allocationBudget > most ? allocationBudget(most) : this;
  }

  /** The same with another budget. */
  public Ladder allocationBudget(long bytes) {
    return new Ladder(pollAfter, quarantineAfter, bytes);
  }
}
