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

  /** How many there are. */
  int count() {
    return closes.length;
  }

  /** When a candle begins. */
  long openTime(int bar) {
    return START + bar * MINUTE_MILLIS;
  }

  /** A candle opens where the one before it closed. */
  double open(int bar) {
    return closes[Math.max(bar - 1, 0)];
  }

  double high(int bar) {
    return tenths(Math.max(open(bar), closes[bar]) + wick(bar));
  }

  double low(int bar) {
    return tenths(Math.min(open(bar), closes[bar]) - wick(bar));
  }

  double close(int bar) {
    return closes[bar];
  }

  double volume(int bar) {
    return 1 + bar % 37;
  }

  private static double wick(int bar) {
    return 5 + bar % 7;
  }

  /** How long all of them last. */
  long spanMillis() {
    return closes.length * MINUTE_MILLIS;
  }

  /** Writes {@code time_ms,open,high,low,close,volume}. */
  void write(Path file) {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("time_ms,open,high,low,close,volume\n");
      for (int i = 0; i < closes.length; i++) {
        out.write(Long.toString(openTime(i)));
        number(out, open(i));
        number(out, high(i));
        number(out, low(i));
        number(out, close(i));
        number(out, volume(i));
        out.write('\n');
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
