package dev.orrery.market.check;

import dev.orrery.api.market.Interval;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.file.DataSummary;
import dev.orrery.market.file.MarketFileReader;
import dev.orrery.market.file.RecordedFormats;
import dev.orrery.market.file.RecordedRows;
import dev.orrery.market.file.RecordedSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes data of other layouts and writes it in ours: columns by their names, times told apart,
 * newest first turned round. What is wrong with a row is a problem with its line; nothing is
 * mended. Confined to one thread.
 */
public final class DataImport {
  private static final int MAX_PROBLEMS = 10;

  private final String name;
  private final List<Row> rows = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private DataImport(String name) {
    this.name = name;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed, never handed out
  private record Row(long time, double[] values) {}

  /**
   * What was done.
   *
   * @param candles candles or trades
   * @param times how the file writes its times
   * @param turned whether it had the newest first
   * @param summary what was written
   */
  public record Done(boolean candles, String times, boolean turned, DataSummary summary) {}

  /**
   * Reads a file and writes another.
   *
   * @param symbol what it is of: a column of volume may be named after it
   * @param interval length of the candles; null to tell it from them
   * @throws ProblemException when something is missing, malformed, ambiguous or out of order;
   *     nothing has been written then
   */
  public static Done of(Path from, String symbol, @Nullable Interval interval, Path to) {
    DataImport reading = new DataImport(from.toString());
    RowLayout layout = DataCheck.read(from, lines -> reading.read(lines, symbol));
    if (!reading.problems.isEmpty()) {
      throw new ProblemException(reading.problems, null);
    }
    boolean turned = reading.turn();
    return new Done(
        layout.candles(), layout.clock().words(), turned, reading.write(layout, interval, to));
  }

  private RowLayout read(RecordedRows lines, String symbol) throws IOException {
    if (!lines.next()) {
      throw new ProblemException(Problem.configuration(name, "is empty", RowLayout.ACCEPTED));
    }
    RowLayout layout = RowLayout.of(name, lines, symbol);
    boolean more = !layout.headed() || lines.next();
    for (; more && problems.size() < MAX_PROBLEMS; more = lines.next()) {
      long time = layout.time(lines);
      double[] values = layout.values(lines);
      if (time == Long.MIN_VALUE) {
        refuse(
            lines.line(),
            "time '"
                + lines.text(Math.min(layout.columns().getFirst(), lines.fields() - 1))
                + "' is none of "
                + layout.clock().words());
      } else if (values.length == 0) {
        refuse(lines.line(), "lacks a number: " + String.join(",", lines.texts()));
      } else {
        rows.add(new Row(time, values));
      }
    }
    if (rows.isEmpty() && problems.isEmpty()) {
      problems.add(Problem.configuration(name, "has no rows", RowLayout.ACCEPTED));
    }
    return layout;
  }

  private void refuse(int line, String cause) {
    problems.add(
        Problem.configuration(
            name + ":" + line,
            cause,
            problems.isEmpty() ? "dates are written 2024-03-01T06:00:00Z" : ""));
  }

  /** Oldest first; whether that took turning. */
  private boolean turn() {
    if (rows.size() < 2 || rows.getFirst().time() <= rows.getLast().time()) {
      return false;
    }
    Collections.reverse(rows);
    return true;
  }

  /** Written beside, held against the rules of what is played, and only then there. */
  private DataSummary write(RowLayout layout, @Nullable Interval interval, Path to) {
    Path beside = to.resolveSibling("unchecked-" + to.getFileName());
    try {
      try (RecordedSink sink = RecordedFormats.create(beside, layout.names())) {
        for (Row row : rows) {
          sink.row(row.time(), row.values());
        }
      }
      DataSummary summary = checked(beside, interval);
      Files.move(beside, to, StandardCopyOption.REPLACE_EXISTING);
      return summary;
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              to.toString(), "cannot be written: " + IoFailure.reason(e), "name another file"),
          e);
    } finally {
      delete(beside);
    }
  }

  private DataSummary checked(Path beside, @Nullable Interval interval) {
    try {
      return MarketFileReader.read(beside, interval).summary();
    } catch (ProblemException e) {
      Problem first = e.problems().getFirst();
      throw new ProblemException(
          Problem.configuration(
              name,
              first.subject().replace(beside.toString(), "as read, row") + " " + first.cause(),
              "orrery data check says all that is wrong"),
          e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
