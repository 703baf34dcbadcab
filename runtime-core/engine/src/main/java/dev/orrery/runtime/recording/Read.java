package dev.orrery.runtime.recording;

import dev.orrery.api.ModelReply;
import dev.orrery.api.account.Account;
import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Mark;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One thing a decision read through its context. Holds references to immutable views. */
public sealed interface Read {
  /**
   * Candles. The candles themselves are journaled once, as {@link SeriesPoint}s.
   *
   * @param requested how many were asked for
   * @param window what was given
   * @param digests digest of the last candle given of each block touched, oldest first
   */
  record OfCandles(int requested, Candles window, List<String> digests) implements Read {}

  /** A mark price. */
  record OfMark(Mark mark) implements Read {}

  /** An instrument. */
  record OfInstrument(Instrument instrument) implements Read {}

  /** The set of symbols. */
  record OfSymbols(Set<String> symbols) implements Read {}

  /** A book. */
  record OfBook(String symbol, Optional<Book> book) implements Read {}

  /** Funding. */
  record OfFunding(String symbol, Optional<Funding> funding) implements Read {}

  /** The account, whole; read at most once a decision. */
  record OfAccount(Account account) implements Read {}

  /** A value of the strategy's state. */
  record OfState(String key, @Nullable String value) implements Read {}

  /** The keys of the strategy's state. */
  record OfStateKeys(Set<String> keys) implements Read {}

  /** A write to the strategy's state and whether it took place. */
  record OfStateWrite(
      String key,
      boolean compared,
      @Nullable String expected,
      @Nullable String update,
      boolean done)
      implements Read {}

  /** Whether there is a language model. */
  record OfModelThere(boolean available) implements Read {}

  /**
   * What could not be read, or written: the same is thrown when the decision is run again.
   *
   * @param asked as {@link Asked} has it
   * @param state whether there was nothing to read yet, instead of nothing of that name
   */
  record Refused(String asked, boolean state, String message) implements Read {}

  /** An answer of the language model, or its error. */
  record OfModel(String prompt, @Nullable ModelReply reply, @Nullable String error)
      implements Read {}
}
