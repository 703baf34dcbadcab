package dev.orrery.market.check;

import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.file.RecordedFormat;
import dev.orrery.market.file.RecordedFormats;
import dev.orrery.market.file.RecordedRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks through recorded data without giving up at the first thing that is wrong: disorder,
 * duplicates, gaps, prices that cannot be, moves that can hardly be. Confined to one thread.
 *
 * <p>A spike is a log return of two neighbours that lies further from the median than so many times
 * 1.4826 × the median distance from it, which for a normal distribution is so many deviations;
 * where half of the returns are the same, the mean distance × 1.2533 takes its place. A move below
 * half a percent is none.
 */
public final class DataCheck {
  /** Usual distance of a spike, in robust deviations. */
  public static final double USUAL_SPIKE = 25;

  private static final int SHOWN_OF_A_KIND = 10;
  private static final long TRADE_GAP_MILLIS = 600_000;
  private static final double LEAST_MOVE = 0.005;

  private final RowLayout layout;
  private final double spike;
  private final Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
  private final List<Finding> findings = new ArrayList<>();
  private final Series series = new Series();
  private int rows;

  private DataCheck(RowLayout layout, double spike) {
    this.layout = layout;
    this.spike = spike;
  }

  /**
   * Checks a file.
   *
   * @param spike from how many robust deviations on a move is a spike
   * @throws ProblemException when it is missing, cannot be read, or has no columns that are known
   */
  public static DataReport of(Path file, double spike) {
    return read(
        file,
        rows -> {
          if (!rows.next()) {
            throw new ProblemException(
                Problem.configuration(file.toString(), "is empty", RowLayout.ACCEPTED));
          }
          RowLayout layout = RowLayout.of(file.toString(), rows);
          return new DataCheck(layout, spike).check(rows);
        });
  }

  /** What is done with the rows of a file. */
  interface Use<T> {
    T of(RecordedRows rows) throws IOException;
  }

  /** Opens a file in the format of its name. */
  static <T> T read(Path file, Use<T> use) {
    Optional<RecordedFormat> format = RecordedFormats.of(file);
    try {
      if (format.isPresent()) {
        Files.size(file); // that it is missing is told by its name
        return use.of(format.get().open(file));
      }
      try (InputStream in = Files.newInputStream(file)) {
        return use.of(RecordedFormats.csv(in));
      }
    } catch (NoSuchFileException e) {
      throw new ProblemException(
          Problem.configuration(
              file.toString(), "no such file", "give the path of a CSV or Parquet file"),
          e);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              file.toString(),
              "cannot be read: " + IoFailure.reason(e),
              "give a CSV or Parquet file this user may read"),
          e);
    }
  }

  private DataReport check(RecordedRows lines) throws IOException {
    boolean more = !layout.headed() || lines.next();
    for (; more; more = lines.next()) {
      rows++;
      row(lines);
    }
    long interval = layout.candles() ? series.shortest() : 0;
    gaps(interval);
    spikes();
    findings.sort(Comparator.comparingInt(Finding::line));
    return new DataReport(
        layout.candles(),
        rows,
        series.size() == 0 ? 0 : series.time(0),
        series.size() == 0 ? 0 : series.time(series.size() - 1),
        interval,
        counts,
        List.copyOf(findings));
  }

  private void row(RecordedRows line) {
    long time = layout.time(line);
    double[] values = layout.values(line);
    if (time == Long.MIN_VALUE || values.length == 0) {
      found(Finding.Kind.MALFORMED, line.line(), "is no row: " + String.join(",", line.texts()));
      return;
    }
    if (!sound(line.line(), values)) {
      return;
    }
    long before = series.size() == 0 ? Long.MIN_VALUE : series.time(series.size() - 1);
    if (time < before) {
      found(Finding.Kind.DISORDER, line.line(), shown(time) + " comes after " + shown(before));
    } else if (time == before && layout.candles()) {
      found(Finding.Kind.DUPLICATE, line.line(), "candle of " + shown(time) + " is there twice");
    } else {
      series.add(line.line(), time, values[layout.candles() ? 3 : 0]);
    }
  }

  /** Whether the numbers of a row make sense. */
  private boolean sound(int line, double[] values) {
    int last = values.length - 1;
    for (int i = 0; i <= last; i++) {
      if (i == last ? values[i] < 0 : values[i] <= 0) {
        String name = layout.name(i);
        found(Finding.Kind.PRICE, line, name + " is " + values[i]);
        return false;
      }
    }
    if (layout.candles()) {
      double high = values[1];
      double low = values[2];
      boolean inside =
          Math.max(values[0], values[3]) <= high && Math.min(values[0], values[3]) >= low;
      if (high < low || !inside) {
        found(
            Finding.Kind.RANGE,
            line,
            "open " + values[0] + ", high " + high + ", low " + low + ", close " + values[3]);
        return false;
      }
    }
    return true;
  }

  private void gaps(long interval) {
    long usual = layout.candles() ? interval : TRADE_GAP_MILLIS;
    for (int i = 1; i < series.size(); i++) {
      long distance = series.time(i) - series.time(i - 1);
      if (distance > usual) {
        String missing = layout.candles() ? (distance / usual - 1) + " candles missing, " : "";
        found(
            Finding.Kind.GAP,
            series.line(i),
            missing + Duration.ofMillis(distance) + " after " + shown(series.time(i - 1)));
      }
    }
  }

  private void spikes() {
    Spread spread = Spread.of(series.returns());
    for (int i = 1; i < series.size(); i++) {
      double move = series.logReturn(i);
      double deviations = spread.deviations(move);
      if (deviations > spike && Math.abs(move) > LEAST_MOVE) {
        found(
            Finding.Kind.SPIKE,
            series.line(i),
            "from "
                + series.price(i - 1)
                + " to "
                + series.price(i)
                + ", "
                + Math.round(deviations)
                + " deviations");
      }
    }
  }

  private void found(Finding.Kind kind, int line, String text) {
    if (counts.merge(kind, 1, Integer::sum) <= SHOWN_OF_A_KIND) {
      findings.add(new Finding(kind, line, text));
    }
  }

  private static String shown(long time) {
    return Instant.ofEpochMilli(time).toString();
  }
}
