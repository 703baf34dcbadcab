package dev.orrery.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * One-minute candles of a random walk, the same for the same seed: the market of every benchmark.
 * Prices have one decimal, as BTC has on the venue.
 */
public final class GenerateBars {
  static final long MINUTE_MILLIS = 60_000;

  private static final long SEED = 20_131_125;
  private static final long START = 1_600_000_020_000L;
  private static final double FIRST = 50_000;

  private final double[] closes;

  private GenerateBars(double[] closes) {
    this.closes = closes;
  }

  /** As many as wanted. */
  static GenerateBars of(int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] closes = new double[count];
    double price = FIRST;
    for (int i = 0; i < count; i++) {
      // Pulled back a little, so that a million steps stay in the range of a real price.
      price += 25 * random.nextGaussian() + (FIRST - price) * 1e-4;
      closes[i] = tenths(price);
    }
    return new GenerateBars(closes);
  }

  /** The closing prices, not copied: what a bare loop works on. */
  double[] closes() {
    return closes;
  }

  /** When the first one closes. */
  long firstClose() {
    return START + MINUTE_MILLIS;
  }

  /** How long all of them last. */
  long spanMillis() {
    return closes.length * MINUTE_MILLIS;
  }

  /** Writes {@code time_ms,open,high,low,close,volume}. */
  void write(Path file) {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("time_ms,open,high,low,close,volume\n");
      double open = closes[0];
      for (int i = 0; i < closes.length; i++) {
        double close = closes[i];
        double wick = 5 + i % 7;
        out.write(Long.toString(START + i * MINUTE_MILLIS));
        number(out, open);
        number(out, tenths(Math.max(open, close) + wick));
        number(out, tenths(Math.min(open, close) - wick));
        number(out, close);
        number(out, 1 + i % 37);
        out.write('\n');
        open = close;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void number(BufferedWriter out, double value) throws IOException {
    out.write(',');
    out.write(Double.toString(value));
  }

  private static double tenths(double value) {
    return Math.rint(value * 10) / 10;
  }

  /** Writes so many candles to a file: {@code GenerateBars FILE COUNT}. */
  public static void main(String[] args) {
    PrintStream out = System.out;
    if (args.length != 2) {
      out.println("usage: GenerateBars FILE COUNT");
      System.exit(2);
    }
    GenerateBars.of(Integer.parseInt(args[1])).write(Path.of(args[0]));
  }
}
