package dev.orrery.market.file;

import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Sha256;

/** Recorded data of one symbol, held in columns. Immutable; safe for any thread. */
public sealed interface MarketFile permits BarColumns, TradeColumns {
  /** How many rows there are; at least one. */
  int rows();

  /** When row {@code row} happened, epoch milliseconds: a trade's time, a candle's close. */
  long time(int row);

  /** What the rows cover and what is missing. */
  DataSummary summary();

  /** Digest of the file's bytes: tells one recording from another. */
  Sha256 digest();

  /** Time steps of the data are whole multiples of this many milliseconds. */
  long grid();

  /** How long after the last row the first row of another lap comes: a natural pause. */
  long pause();

  /** Whether candles of this length can be made of it. */
  boolean builds(Interval interval);
}
