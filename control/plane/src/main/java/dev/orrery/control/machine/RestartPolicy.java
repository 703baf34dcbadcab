package dev.orrery.control.machine;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether a program that ended is started again.
 *
 * @param retries how often within the window; none at all is 0
 * @param finalCodes exit codes after which it is not
 */
public record RestartPolicy(int retries, Duration window, SortedSet<Integer> finalCodes) {
  /**
   * On failure, ten times in five minutes. Done (0), an invalid configuration (3) and a refusal (4)
   * are no better the second time.
   */
  public static final RestartPolicy ON_FAILURE =
      new RestartPolicy(10, Duration.ofMinutes(5), new TreeSet<>(List.of(0, 3, 4)));

  /** Copies. */
  public RestartPolicy {
    finalCodes = Collections.unmodifiableSortedSet(new TreeSet<>(finalCodes));
  }
}
