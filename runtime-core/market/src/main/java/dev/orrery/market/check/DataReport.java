package dev.orrery.market.check;

import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param candles whether the rows are candles; trades otherwise
 * @param rows how many rows were looked at
 * @param from time of the first, epoch milliseconds; 0 without rows
 * @param to time of the last
 * @param intervalMillis length of the candles; 0 for trades
 * @param counts how often each kind was found, only those that were
 * @param findings the first of each kind, in the order of their lines
 */
public record DataReport(
    boolean candles,
    int rows,
    long from,
    long to,
    long intervalMillis,
    Map<Finding.Kind, Integer> counts,
    List<Finding> findings) {
  /** Whether nothing was found. */
  public boolean isClean() {
    return counts.isEmpty();
  }
}
