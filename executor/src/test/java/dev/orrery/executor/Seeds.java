package dev.orrery.executor;

import java.util.Random;

/** Seeds of property tests: printed, and repeatable with {@code -Dorrery.test.seed=N}. */
public final class Seeds {
  private Seeds() {}

  /** A printed seed's generator. */
  public static Random random(String test) {
    long seed = Long.getLong("orrery.test.seed", System.nanoTime());
    System.out.println(test + ": -Dorrery.test.seed=" + seed);
    return new Random(seed);
  }
}
