package dev.orrery.testing;

import java.util.SplittableRandom;

/**
 * Seeded runs of a property. The seed of a run that fails is told; give it as {@code
 * -Dorrery.seed=N} to run that one alone.
 */
public final class Seeds {
  private static final String SEED = "orrery.seed";

  private Seeds() {}

  /** One run of a property. */
  @FunctionalInterface
  public interface Property {
    /** Checks it with random choices from {@code random}. */
    void check(SplittableRandom random) throws Exception;
  }

  /** Checks a property with the seeds 1 to {@code runs}. */
  public static void each(int runs, Property property) {
    Long only = Long.getLong(SEED);
    long first = only == null ? 1 : only;
    long last = only == null ? runs : only;
    for (long seed = first; seed <= last; seed++) {
      try {
        property.check(new SplittableRandom(seed));
      } catch (AssertionError | Exception e) {
        throw new AssertionError("fails with -D" + SEED + "=" + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
