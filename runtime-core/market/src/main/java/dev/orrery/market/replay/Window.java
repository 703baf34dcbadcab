package dev.orrery.market.replay;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.file.MarketFile;
import java.time.Instant;

/**
 * The part of a recording that is played, by the times of its rows.
 *
 * @param from first instant played, epoch milliseconds
 * @param until first instant not played
 */
record Window(long from, long until) {
  static final Window ALL = new Window(Long.MIN_VALUE, Long.MAX_VALUE);

  /** The first row played. */
  int first(MarketFile file) {
    return atOrAfter(file, from);
  }

  /**
   * The row after the last one played.
   *
   * @throws ProblemException when none is
   */
  int end(String name, MarketFile file) {
    int end = atOrAfter(file, until);
    if (end <= first(file)) {
      throw new ProblemException(
          Problem.configuration(
              name,
              "has nothing" + bound(" from ", from) + bound(" until ", until),
              "it covers "
                  + Instant.ofEpochMilli(file.time(0))
                  + " to "
                  + Instant.ofEpochMilli(file.time(file.rows() - 1))));
    }
    return end;
  }

  private static String bound(String word, long at) {
    return at == Long.MIN_VALUE || at == Long.MAX_VALUE ? "" : word + Instant.ofEpochMilli(at);
  }

  /** The first row that does not happen before an instant; the number of rows for none. */
  private static int atOrAfter(MarketFile file, long time) {
    int low = 0;
    int high = file.rows();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (file.time(middle) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
