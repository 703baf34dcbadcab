package dev.orrery.backtest.recorded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads hourly funding rates: {@code time_ms,rate}, one row an hour, in order. Venues stamp a
 * payment some milliseconds after its hour; the hour is what counts. Hours may be missing: the rate
 * before them holds on.
 */
public final class FundingSeries {
  static final String LAYOUT = "rows are time_ms,rate, one an hour, in the order of their times";

  /** The venue pays no more in an hour. */
  static final double HIGHEST = 0.04;

  private static final long HOUR = 3_600_000;
  private static final Set<String> HEADERS =
      Set.of("time_ms,rate", "time_ms,funding_rate", "time_ms,fundingrate");

  private final List<FundingRow> series = new ArrayList<>();

  private FundingSeries() {}

  /**
   * All rows of a file.
   *
   * @throws dev.orrery.kernel.ProblemException naming file and line, when one is malformed, goes
   *     back, or is of an hour that was there
   */
  public static List<FundingRow> read(Path file) {
    FundingSeries reading = new FundingSeries();
    Rows.read(file, LAYOUT, reading::take);
    return List.copyOf(reading.series);
  }

  private void take(String text, Rows rows) {
    String names = text.toLowerCase(Locale.ROOT).replace(" ", "");
    if (rows.line() == 1 && HEADERS.contains(names)) {
      return;
    }
    String[] fields = text.split(",", -1);
    if (fields.length != 2) {
      rows.refuse("has " + fields.length + " columns, not 2");
      return;
    }
    Long time = rows.millis(fields[0].strip());
    double rate = rate(fields[1].strip());
    if (time == null) {
      return;
    }
    if (!(Math.abs(rate) <= HIGHEST)) {
      rows.refuse("rate '" + fields[1].strip() + "' is not a number from -0.04 to 0.04");
      return;
    }
    long hour = Math.floorDiv(time, HOUR) * HOUR;
    if (!series.isEmpty() && hour <= series.getLast().hour()) {
      boolean twice = hour == series.getLast().hour();
      rows.refuse(
          twice
              ? "hour of " + time + " ms is there twice"
              : "time goes back from " + series.getLast().hour() + " to " + hour + " ms");
      return;
    }
    series.add(new FundingRow(hour, rate));
  }

  private static double rate(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
