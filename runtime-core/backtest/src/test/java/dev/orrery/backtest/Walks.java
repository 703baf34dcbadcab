package dev.orrery.backtest;

import java.io.IOException;
import java.nio.file.Path;

/** Files of candles for tests of other packages. */
public final class Walks {
  private Walks() {}

  /** Candles of a minute from 2024-03-01T00:00Z on: a seeded random walk. */
  public static Path minutes(Path file, int count, long seed) throws IOException {
    return Bars.walk(file, count, seed);
  }
}
