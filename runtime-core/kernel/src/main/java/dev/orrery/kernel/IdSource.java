package dev.orrery.kernel;

import java.util.Random;
import java.util.UUID;

/** Gives fresh ids; handed in wherever one is needed. Thread-safe. */
public interface IdSource {
  /** An id nobody has had. */
  UUID next();

  /** Random ids of version 4. */
  static IdSource random() {
    return UUID::randomUUID;
  }

  /** The same ids for the same seed: for tests. */
  static IdSource seeded(long seed) {
    Random random = new Random(seed);
    return () -> {
      synchronized (random) {
        return new UUID(
            (random.nextLong() & ~0xF000L) | 0x4000L,
            (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
      }
    };
  }
}
