package dev.orrery.backtest.report;

/**
 * Cuts a range into parts of equal length, so few that a chart can show them, whatever the number
 * of rows: the shortest of some usual lengths that gives at most {@value #MOST}. Aligned to the
 * epoch, so that parts of a day begin at midnight UTC.
 */
record Grid(long from, long length, int parts) {
  static final int MOST = 1_200;

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long[] USUAL = {
    SECOND,
    5 * SECOND,
    15 * SECOND,
    MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    4 * DAY,
    7 * DAY
  };

  /** Over a range, both ends included, epoch milliseconds. */
  static Grid over(long from, long to) {
    for (long length : USUAL) {
      if (parts(from, to, length) <= MOST) {
        return of(from, to, length);
      }
    }
    return of(from, to, Math.ceilDiv(to - from, (MOST - 1) * DAY) * DAY);
  }

  private static Grid of(long from, long to, long length) {
    return new Grid(start(from, length), length, (int) parts(from, to, length));
  }

  /** A row that ends exactly where a part ends belongs to it: a candle closes at its end. */
  private static long start(long from, long length) {
    return Math.floorDiv(from - 1, length) * length;
  }

  private static long parts(long from, long to, long length) {
    return Math.floorDiv(to - 1 - start(from, length), length) + 1;
  }

  /** Which part an instant lies in; the nearest for one outside. */
  int part(long time) {
    return Math.clamp(Math.floorDiv(time - 1 - from, length), 0, parts - 1);
  }
}
