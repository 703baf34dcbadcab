package dev.orrery.market.check;

import java.util.Locale;

/**
 * Something in recorded data that a reader should know of.
 *
 * @param kind what it is
 * @param line where: line of a text, row of a Parquet file
 * @param text what was seen, with the values
 */
public record Finding(Kind kind, int line, String text) {
  /** What can be found. */
  public enum Kind {
    /** A row with other columns, or with no numbers in them. */
    MALFORMED,
    /** A time before that of the row above. */
    DISORDER,
    /** A candle whose time was there. */
    DUPLICATE,
    /** Candles that are missing; trades ten minutes and more apart. */
    GAP,
    /** A price that is zero or negative, or a volume that is negative. */
    PRICE,
    /** A high below the low, or an open or close outside of them. */
    RANGE,
    /** A move far out of proportion to the usual ones. */
    SPIKE;

    /** In lower case. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
