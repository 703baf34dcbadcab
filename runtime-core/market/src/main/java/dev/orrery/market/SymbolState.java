package dev.orrery.market;

import dev.orrery.api.market.Book;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.market.candle.CandleSlice;
import org.jspecify.annotations.Nullable;

/**
 * One symbol at one moment. Immutable, replaced whole.
 *
 * @param mark NaN before the first price
 * @param feedGivesMarks the feed has marks of its own: nothing else moves the mark
 * @param feedGivesMids the feed has mids of its own: trades neither move the price nor confirm it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, never changed, never handed out.
record SymbolState(
    Instrument instrument,
    double mark,
    long markTime,
    long confirmedAt,
    boolean feedGivesMarks,
    boolean feedGivesMids,
    @Nullable Book book,
    @Nullable Funding funding,
    CandleSlice[] slices) {
  /** Where prices come but have stopped coming for this long, candles stand in for the mark. */
  private static final long PRICES_MISSING_MILLIS = 30_000;

  private static final CandleSlice[] NO_SLICES = {};

  static SymbolState unseen(Instrument instrument) {
    return new SymbolState(
        instrument,
        Double.NaN,
        Long.MIN_VALUE,
        Long.MIN_VALUE,
        false,
        false,
        null,
        null,
        NO_SLICES);
  }

  /** A traded price, where the feed has nothing better. */
  SymbolState withTraded(double price, long time) {
    if (feedGivesMids) {
      return this;
    }
    return new SymbolState(
        instrument,
        feedGivesMarks ? mark : price,
        feedGivesMarks ? markTime : time,
        time,
        feedGivesMarks,
        false,
        book,
        funding,
        slices);
  }

  /** The close of a bar: a traded price, and the stand-in for mids that do not come. */
  SymbolState withBarClose(double price, long time, CandleSlice[] newSlices) {
    boolean moves = (!feedGivesMarks && !feedGivesMids) || missing(time);
    return new SymbolState(
        instrument,
        moves ? price : mark,
        moves ? time : markTime,
        feedGivesMids ? confirmedAt : time,
        feedGivesMarks,
        feedGivesMids,
        book,
        funding,
        newSlices);
  }

  /** The close of a candle so far: nothing but the stand-in for prices that do not come. */
  SymbolState withCandleSoFar(double price, long time) {
    return missing(time)
        ? new SymbolState(
            instrument,
            price,
            time,
            confirmedAt,
            feedGivesMarks,
            feedGivesMids,
            book,
            funding,
            slices)
        : this;
  }

  private boolean missing(long time) {
    return markTime == Long.MIN_VALUE || time - markTime > PRICES_MISSING_MILLIS;
  }

  /** A mid: the mark, unless the feed has marks of its own and they come. */
  SymbolState withMid(double price, long time) {
    boolean moves = !feedGivesMarks || missing(time);
    return new SymbolState(
        instrument,
        moves ? price : mark,
        moves ? time : markTime,
        time,
        feedGivesMarks,
        true,
        book,
        funding,
        slices);
  }

  SymbolState withMark(double price, long time) {
    return new SymbolState(
        instrument, price, time, confirmedAt, true, feedGivesMids, book, funding, slices);
  }

  SymbolState withBook(Book newBook) {
    return new SymbolState(
        instrument,
        mark,
        markTime,
        confirmedAt,
        feedGivesMarks,
        feedGivesMids,
        newBook,
        funding,
        slices);
  }

  SymbolState withFunding(Funding newFunding) {
    return new SymbolState(
        instrument,
        mark,
        markTime,
        confirmedAt,
        feedGivesMarks,
        feedGivesMids,
        book,
        newFunding,
        slices);
  }

  SymbolState withSlices(CandleSlice[] newSlices) {
    return new SymbolState(
        instrument,
        mark,
        markTime,
        confirmedAt,
        feedGivesMarks,
        feedGivesMids,
        book,
        funding,
        newSlices);
  }
}
