package dev.orrery.runtime.recording;

import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.kernel.Canonical;

/**
 * One candle that decisions have read, journaled once. Its digest covers the candle and the digest
 * before it in its block, so one digest stands for a whole run of candles. A block is 64 intervals
 * aligned to the epoch; the first candle of a block has no one before it.
 *
 * @param digest first 16 bytes of a SHA-256, 32 hex digits
 * @param previous digest of the candle before it in its block, empty for the first
 */
public record SeriesPoint(
    String digest,
    String previous,
    String symbol,
    long intervalMillis,
    long openTime,
    double open,
    double high,
    double low,
    double close,
    double volume)
    implements JournalEntry {
  /** Intervals in a block. */
  public static final int BLOCK = 64;

  @Override
  public void describe(Canonical out) {
    out.begin("series").text(digest);
  }
}
