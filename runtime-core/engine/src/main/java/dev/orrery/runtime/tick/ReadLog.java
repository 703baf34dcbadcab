package dev.orrery.runtime.tick;

import dev.orrery.api.account.Account;
import dev.orrery.api.market.Candles;
import dev.orrery.runtime.recording.Read;
import java.util.ArrayList;
import java.util.List;

/** What a decision read, in order. Thread-safe: the watchdog asks while a strategy still reads. */
final class ReadLog {
  private final List<Read> all = new ArrayList<>(8);
  private final CandleNames names;
  private boolean accountKept;

  ReadLog(CandleNames names) {
    this.names = names;
  }

  synchronized void add(Read read) {
    all.add(read);
  }

  synchronized void account(Account account) {
    if (!accountKept) {
      accountKept = true;
      all.add(new Read.OfAccount(account));
    }
  }

  void refused(String asked, RuntimeException cause) {
    add(
        new Read.Refused(
            asked, cause instanceof IllegalStateException, String.valueOf(cause.getMessage())));
  }

  void candles(int requested, Candles window) {
    add(new Read.OfCandles(requested, window, names.of(window)));
  }

  /** A copy. */
  synchronized List<Read> all() {
    return List.copyOf(all);
  }

  /** Names a window by digests. */
  interface CandleNames {
    List<String> of(Candles window);
  }
}
