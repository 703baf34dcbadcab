package dev.orrery.market.file;

import dev.orrery.api.market.Interval;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one file. Disorder, a candle given twice and rows that make no sense are problems, told
 * with their lines, the first ten at once; gaps are natural and counted.
 */
public final class MarketFileReader {
  private static final Logger LOG = LoggerFactory.getLogger(MarketFileReader.class);
  private static final int MAX_PROBLEMS = 10;
  private static final String[] CANDLE_NAMES = {
    "time_ms", "open", "high", "low", "close", "volume"
  };
  private static final String[] TRADE_NAMES = {"time", "price", "amount"};

  /**
   * No number is larger, and no price smaller than the other bound: products of what is in the file
   * stay within what a price or an amount can hold.
   */
  private static final double LARGEST = 1e15;

  private static final double SMALLEST_PRICE = 1e-12;

  private final String name;
  private final RecordedRows lines;
  private final List<Problem> problems = new ArrayList<>();
  private boolean headed;
  private int firstLine;

  private MarketFileReader(String name, RecordedRows lines) {
    this.name = name;
    this.lines = lines;
  }

  /**
   * Reads a file of candles or trades; which of them is told by its header or its columns.
   *
   * @param interval the candles' length; null to take the shortest distance of two of them
   * @throws ProblemException naming file and line
   */
  public static MarketFile read(Path file, @Nullable Interval interval) {
    Optional<RecordedFormat> format = RecordedFormats.of(file);
    try (InputStream in = Files.newInputStream(file)) {
      MarketFile read =
          format.isPresent()
              ? read(file, format.get(), in, interval)
              : read(file.toString(), in, interval);
      if (read.summary().gaps() > 0) {
        LOG.warn("Market data has gaps file={} summary={}", file, read.summary().line());
      }
      return read;
    } catch (NoSuchFileException e) {
      throw new ProblemException(
          Problem.configuration(file.toString(), "no such file", "give the path of a CSV file"), e);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              file.toString(),
              "cannot be read: " + IoFailure.reason(e),
              format.isPresent()
                  ? "give a Parquet file that is whole"
                  : "give a CSV file this user may read"),
          e);
    }
  }

  private static MarketFile read(
      Path file, RecordedFormat format, InputStream bytes, @Nullable Interval interval)
      throws IOException {
    MessageDigest digest = Sha256.newDigest();
    try (DigestInputStream all = new DigestInputStream(bytes, digest)) {
      all.transferTo(OutputStream.nullOutputStream());
    }
    return new MarketFileReader(file.toString(), format.open(file)).read(interval, digest);
  }

  /** The same from a stream, which stays open; {@code name} is used in problems. */
  public static MarketFile read(String name, InputStream in, @Nullable Interval interval)
      throws IOException {
    MessageDigest digest = Sha256.newDigest();
    CsvLines lines = new CsvLines(new DigestInputStream(in, digest));
    return new MarketFileReader(name, lines).read(interval, digest);
  }

  private MarketFile read(@Nullable Interval interval, MessageDigest digest) throws IOException {
    if (!lines.next()) {
      throw problem(name, "is empty");
    }
    Layout layout = layout();
    Columns columns = readRows(layout);
    if (problems.isEmpty() && columns.rows() == 0) {
      problems.add(Problem.configuration(name, "has no rows", Layout.ACCEPTED));
    }
    Interval length =
        layout.candles() && problems.isEmpty() ? intervalOf(columns, interval) : Interval.SECOND;
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
    Sha256 sha = new Sha256(HexFormat.of().formatHex(digest.digest()));
    return layout.candles()
        ? new BarColumns(length, columns, firstLine, sha)
        : new TradeColumns(columns, firstLine, sha);
  }

  /** The layout, with the reader on the first row of data, which may not exist. */
  private Layout layout() throws IOException {
    long time = lines.whole(0);
    Layout layout =
        time == Long.MIN_VALUE
            ? Layout.ofHeader(lines.texts())
            : Layout.ofRow(lines.fields(), time);
    if (layout == null) {
      throw problem(name + ":" + lines.line(), "is neither candles nor trades");
    }
    headed = time == Long.MIN_VALUE;
    return layout;
  }

  private Columns readRows(Layout layout) throws IOException {
    Columns columns = new Columns(layout.fields() - 1);
    double[] values = new double[layout.fields() - 1];
    boolean more = !headed || lines.next();
    firstLine = lines.line();
    for (; more && problems.size() < MAX_PROBLEMS; more = lines.next()) {
      long time = time(layout, columns);
      if (time != Long.MIN_VALUE && numbers(layout, values)) {
        columns.add(time, values);
      }
    }
    return columns;
  }

  /** The row's time in milliseconds; {@link Long#MIN_VALUE} after a problem. */
  private long time(Layout layout, Columns columns) {
    if (lines.fields() != layout.fields()) {
      return refuse("has " + lines.fields() + " columns, not " + layout.fields());
    }
    long units = lines.whole(0);
    if (units < 0 || units > Long.MAX_VALUE / 1_000) {
      return refuse(
          "time '"
              + lines.text(0)
              + "' is not a whole number of epoch "
              + (layout.timeUnit() == 1 ? "milliseconds" : "seconds"));
    }
    long time = units * layout.timeUnit();
    if (columns.rows() > 0 && time < columns.lastTime()) {
      return refuse("time goes back from " + columns.lastTime() + " to " + time + " ms");
    }
    if (layout.candles() && columns.rows() > 0 && time == columns.lastTime()) {
      return refuse("candle of " + time + " ms is there twice");
    }
    return time;
  }

  private boolean numbers(Layout layout, double[] values) {
    for (int i = 0; i < values.length; i++) {
      double value = lines.decimal(i + 1);
      boolean last = i == values.length - 1;
      if (!Double.isFinite(value) || value < 0 || (value == 0 && !last)) {
        String[] names = layout.candles() ? CANDLE_NAMES : TRADE_NAMES;
        refuse(
            names[i + 1]
                + " '"
                + lines.text(i + 1)
                + "' is not a number "
                + (last ? "of at least zero" : "greater than zero"));
        return false;
      }
      if (value > LARGEST || (value < SMALLEST_PRICE && !last)) {
        String[] names = layout.candles() ? CANDLE_NAMES : TRADE_NAMES;
        refuse(
            names[i + 1]
                + " '"
                + lines.text(i + 1)
                + (value > LARGEST ? "' is larger than 1e15" : "' is smaller than 1e-12"));
        return false;
      }
      values[i] = value;
    }
    if (layout.candles() && values[1] < values[2]) {
      refuse("high " + values[1] + " is below low " + values[2]);
      return false;
    }
    if (layout.candles() && (outside(values[0], values) || outside(values[3], values))) {
      refuse(
          "open "
              + values[0]
              + " or close "
              + values[3]
              + " is outside low "
              + values[2]
              + " to high "
              + values[1]);
      return false;
    }
    return true;
  }

  private static boolean outside(double price, double[] candle) {
    return price > candle[1] || price < candle[2];
  }

  /** The candles' length, given or the shortest distance of two; every open time must fit it. */
  private Interval intervalOf(Columns columns, @Nullable Interval given) {
    long[] times = columns.times();
    long millis = given == null ? shortest(times) : given.millis();
    if (millis == Long.MAX_VALUE) {
      throw problem(name, "has a single candle, so its interval cannot be told");
    }
    Interval interval;
    try {
      interval = given == null ? new Interval(millis) : given;
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.configuration(
              name, "candles lie " + millis + " ms apart: " + e.getMessage(), Layout.ACCEPTED),
          e);
    }
    int line = firstLine;
    for (long time : times) {
      if (Math.floorMod(time, millis) != 0) {
        throw problem(
            name + ":" + line,
            "open time " + time + " ms is not a multiple of the interval " + interval);
      }
      line++;
    }
    return interval;
  }

  private static long shortest(long[] times) {
    long shortest = Long.MAX_VALUE;
    for (int i = 1; i < times.length; i++) {
      shortest = Math.min(shortest, times[i] - times[i - 1]);
    }
    return shortest;
  }

  private long refuse(String cause) {
    problems.add(Problem.configuration(name + ":" + lines.line(), cause, ""));
    return Long.MIN_VALUE;
  }

  private static ProblemException problem(String subject, String cause) {
    return new ProblemException(Problem.configuration(subject, cause, Layout.ACCEPTED));
  }
}
