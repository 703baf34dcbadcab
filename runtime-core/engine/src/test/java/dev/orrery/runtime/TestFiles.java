package dev.orrery.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/** Market files of a seeded random walk that begins at 2024-03-01T00:00Z and at 50,000. */
final class TestFiles {
  static final long START = 1_709_251_200_000L;

  private TestFiles() {}

  /** One to three trades at random instants, every second on average. */
  static Path trades(Path folder, int seconds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder("time_ms,price,size\n");
    double price = 50_000;
    long time = START;
    long end = START + seconds * 1_000L;
    while (time < end) {
      time += 250L * random.nextInt(1, 12);
      int together = random.nextInt(5) == 0 ? 3 : 1;
      for (int i = 0; i < together; i++) {
        price *= 1 + (random.nextDouble() - 0.5) * 0.0012;
        double size = 0.01 + random.nextDouble();
        text.append(String.format(Locale.ROOT, "%d,%.1f,%.4f%n", time, price, size));
      }
    }
    return write(folder.resolve("trades-" + seed + ".csv"), text);
  }

  /** One candle a minute. */
  static Path bars(Path folder, int minutes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder("time_ms,open,high,low,close,volume\n");
    double open = 50_000;
    for (int i = 0; i < minutes; i++) {
      double close = open * (1 + (random.nextDouble() - 0.5) * 0.004);
      double high = Math.max(open, close) * (1 + random.nextDouble() * 0.001);
      double low = Math.min(open, close) * (1 - random.nextDouble() * 0.001);
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%.1f,%.1f,%.1f,%.1f,%.3f%n",
              START + i * 60_000L,
              open,
              high,
              low,
              close,
              random.nextDouble() * 20));
      open = close;
    }
    return write(folder.resolve("bars-" + seed + ".csv"), text);
  }

  /** Candles of a minute whose prices are given. */
  static Path barsAt(Path folder, double... closes) {
    StringBuilder text = new StringBuilder("time_ms,open,high,low,close,volume\n");
    for (int i = 0; i < closes.length; i++) {
      double open = i == 0 ? closes[0] : closes[i - 1];
      text.append(
          String.format(
              Locale.ROOT,
              "%d,%.1f,%.1f,%.1f,%.1f,10%n",
              START + i * 60_000L,
              open,
              Math.max(open, closes[i]),
              Math.min(open, closes[i]),
              closes[i]));
    }
    return write(folder.resolve("bars-given.csv"), text);
  }

  private static Path write(Path file, CharSequence text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
