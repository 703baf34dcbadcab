package dev.orrery.strategy.regime;

import dev.orrery.api.market.Interval;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a model and prints it: {@code java -cp JARS dev.orrery.strategy.regime.Train FILE INTERVAL
 * STATES SEED [UNTIL]}. The file is trades ({@code time,price,...}) or candles ({@code
 * time_ms,open,high,low,close,volume}), times in seconds or milliseconds. No part of a decision.
 */
public final class Train {
  private static final long FIRST_MILLIS = 100_000_000_000L;
  private static final int CANDLE_COLUMNS = 6;
  private static final int CLOSE = 4;

  private Train() {}

  /** What a command line starts. */
  public static void main(String[] args) throws IOException {
    if (args.length < 4) {
      throw new IllegalArgumentException("usage: Train FILE INTERVAL STATES SEED [UNTIL]");
    }
    print(args, System.out);
  }

  static void print(String[] args, PrintStream out) throws IOException {
    Interval interval = Interval.of(args[1]);
    long until = args.length > 4 ? Instant.parse(args[4]).toEpochMilli() : Long.MAX_VALUE;
    double[] returns;
    try (BufferedReader file = Files.newBufferedReader(Path.of(args[0]), StandardCharsets.UTF_8)) {
      returns = Returns.of(closes(file, interval, until));
    }
    int states = Integer.parseInt(args[2]);
    long seed = Long.parseLong(args[3]);
    HiddenMarkov model = BaumWelch.train(returns, states, seed);
    out.println("# " + returns.length + " returns of " + interval + ", seed " + seed);
    out.println("# sha256 " + ModelText.digest(model));
    out.print(ModelText.of(model));
  }

  /** The last price of each interval that has one. */
  static double[] closes(BufferedReader file, Interval interval, long until) throws IOException {
    List<Double> closes = new ArrayList<>();
    long open = Long.MIN_VALUE;
    for (String line = file.readLine(); line != null; line = file.readLine()) {
      String[] columns = line.split(",");
      if (columns.length < 2 || !Character.isDigit(line.charAt(0))) {
        continue;
      }
      long time = Long.parseLong(columns[0].strip());
      long millis = time < FIRST_MILLIS ? time * 1_000 : time;
      if (millis >= until) {
        break;
      }
      double price =
          Double.parseDouble(columns[columns.length >= CANDLE_COLUMNS ? CLOSE : 1].strip());
      long begun = interval.floor(millis);
      if (begun == open) {
        closes.set(closes.size() - 1, price);
      } else {
        closes.add(price);
        open = begun;
      }
    }
    return closes.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
