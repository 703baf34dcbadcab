package dev.orrery.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** Files of candles that begin at 2024-03-01T00:00Z. */
public final class Bars {
  public static final long START = 1_709_251_200_000L;
  private static final String HEADER = "time_ms,open,high,low,close,volume\n";

  private Bars() {}

  /** Hourly candles, each given as open, high, low, close. */
  public static Path hourly(Path file, double[]... candles) throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < candles.length; i++) {
      double[] each = candles[i];
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%s,%s,%s,%s,10%n",
              START + i * 3_600_000L,
              each[0],
              each[1],
              each[2],
              each[3]));
    }
    return Files.writeString(file, text);
  }

  /** Candles of a minute: a seeded random walk from 50,000. */
  public static Path walk(Path file, int minutes, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder(HEADER);
    double open = 50_000;
    for (int i = 0; i < minutes; i++) {
      double close = open * (1 + (random.nextDouble() - 0.5) * 0.004);
      double high = Math.max(open, close) * (1 + random.nextDouble() * 0.001);
      double low = Math.min(open, close) * (1 - random.nextDouble() * 0.001);
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%.1f,%.1f,%.1f,%.1f,3%n",
              START + i * 60_000L,
              open,
              high,
              low,
              close));
      open = close;
    }
    return Files.writeString(file, text);
  }
}
