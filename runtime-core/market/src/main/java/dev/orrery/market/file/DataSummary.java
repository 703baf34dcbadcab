package dev.orrery.market.file;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * What recorded data covers.
 *
 * @param rows number of rows
 * @param from when the first row happened, epoch milliseconds
 * @param to when the last one happened
 * @param gaps neighbours that lie further apart than {@code gapMillis}; natural, but worth knowing
 * @param gapMillis for candles their interval, for trades ten minutes
 * @param largestGapMillis the largest distance of two neighbours
 * @param largestGapLine line of the row after that distance; 0 when there is only one row
 */
public record DataSummary(
    int rows,
    long from,
    long to,
    int gaps,
    long gapMillis,
    long largestGapMillis,
    int largestGapLine) {
  /** One line to show. */
  public String line() {
    return rows
        + " rows from "
        + Instant.ofEpochMilli(from)
        + " to "
        + Instant.ofEpochMilli(to)
        + ", "
        + gaps
        + (gaps == 1 ? " gap" : " gaps")
        + " of more than "
        + Duration.ofMillis(gapMillis)
        + ", largest "
        + Duration.ofMillis(largestGapMillis)
        + " before line "
        + largestGapLine;
  }

  /**
   * What several recordings cover between them: all rows and gaps, from the first to the last; the
   * largest gap is that of the one which has it.
   */
  public static DataSummary together(List<DataSummary> all) {
    DataSummary widest =
        all.stream().max(Comparator.comparingLong(DataSummary::largestGapMillis)).orElseThrow();
    return new DataSummary(
        all.stream().mapToInt(DataSummary::rows).sum(),
        all.stream().mapToLong(DataSummary::from).min().orElseThrow(),
        all.stream().mapToLong(DataSummary::to).max().orElseThrow(),
        all.stream().mapToInt(DataSummary::gaps).sum(),
        widest.gapMillis,
        widest.largestGapMillis,
        widest.largestGapLine);
  }

  static DataSummary of(int rows, IntToLongFunction times, int firstLine, long gapMillis) {
    int gaps = 0;
    long largest = 0;
    int largestLine = 0;
    for (int i = 1; i < rows; i++) {
      long distance = times.applyAsLong(i) - times.applyAsLong(i - 1);
      if (distance > gapMillis) {
        gaps++;
      }
      if (distance > largest) {
        largest = distance;
        largestLine = firstLine + i;
      }
    }
    return new DataSummary(
        rows,
        times.applyAsLong(0),
        times.applyAsLong(rows - 1),
        gaps,
        gapMillis,
        largest,
        largestLine);
  }
}
