package dev.orrery.backtest.drift;

import dev.orrery.api.account.Account;
import dev.orrery.api.market.Candles;
import dev.orrery.backtest.replay.RecordPair;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Read;
import dev.orrery.runtime.recording.ReadAccount;
import dev.orrery.runtime.recording.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares a decision of a run with that of the backtest, and finds the cause. Pure functions. */
final class Explanation {
  private Explanation() {}

  /** Empty when both came out the same. */
  static Optional<DriftEntry> of(DecisionRecord run, DecisionRecord test) {
    boolean skipped = run.verdict() == Verdict.SKIPPED;
    if (skipped && test.verdict() == Verdict.SKIPPED) {
      return Optional.empty();
    }
    List<String> differences = new ArrayList<>();
    if (!skipped && test.verdict() != Verdict.SKIPPED) {
      differences.addAll(RecordPair.differences(run, test));
    }
    if (run.verdict() != test.verdict() && run.verdict() != null) {
      differences.add("verdict was " + text(run) + ", in the backtest " + text(test));
    }
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(explained(run, test, differences));
  }

  /** Of a decision that only one of the two has. */
  static DriftEntry alone(DecisionRecord only, boolean ofTheRun) {
    return entry(
        only,
        DriftCause.TIMING,
        ofTheRun
            ? "the backtest was not woken then"
            : "the run was not woken then: it was down, or its journal had no room",
        List.of((ofTheRun ? "the run" : "the backtest") + " decided: " + text(only)));
  }

  private static DriftEntry explained(
      DecisionRecord run, DecisionRecord test, List<String> differences) {
    if (!run.identity().jarDigest().equals(test.identity().jarDigest())) {
      return entry(
          run,
          DriftCause.VERSION,
          "decided by jar "
              + brief(run.identity().jarDigest())
              + ", the backtest by "
              + brief(test.identity().jarDigest()),
          differences);
    }
    if (!run.identity().parameterDigest().equals(test.identity().parameterDigest())) {
      return entry(
          run,
          DriftCause.PARAMETER,
          "parameters were "
              + run.identity().parameters()
              + ", in the backtest "
              + test.identity().parameters(),
          differences);
    }
    String timing = timing(run, test);
    if (timing != null) {
      return entry(run, DriftCause.TIMING, timing, differences);
    }
    String data = first(run, test, true);
    if (data != null) {
      return entry(run, DriftCause.DATA, data, differences);
    }
    String fill = first(run, test, false);
    if (fill != null) {
      return entry(run, DriftCause.FILL, fill, differences);
    }
    if (run.actions().equals(test.actions())) {
      return entry(run, DriftCause.FILL, "the same orders fared otherwise", differences);
    }
    return entry(
        run,
        DriftCause.DATA,
        "it decided otherwise on the same reads: it takes something from elsewhere, a clock, a"
            + " file, a thread",
        differences);
  }

  private static @Nullable String timing(DecisionRecord run, DecisionRecord test) {
    if (run.verdict() == Verdict.SKIPPED) {
      return "the run skipped it: " + String.join("; ", run.reasons());
    }
    if (test.verdict() == Verdict.SKIPPED) {
      return "the backtest skipped it: " + String.join("; ", test.reasons());
    }
    if (run.asOf() != test.asOf()) {
      return "decided at " + at(run) + ", in the backtest at " + at(test);
    }
    if (run.overran()) {
      return "the market went on while it decided";
    }
    return run.verdict() == Verdict.TIMED_OUT ? "it took too long" : null;
  }

  /** The first read that differs: of the market, or of the strategy's own. */
  private static @Nullable String first(DecisionRecord run, DecisionRecord test, boolean market) {
    List<Read> was = run.reads().stream().filter(read -> isMarket(read) == market).toList();
    List<Read> is = test.reads().stream().filter(read -> isMarket(read) == market).toList();
    for (int i = 0; i < Math.min(was.size(), is.size()); i++) {
      String difference = difference(was.get(i), is.get(i));
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private static boolean isMarket(Read read) {
    return switch (read) {
      case Read.OfCandles _,
          Read.OfMark _,
          Read.OfInstrument _,
          Read.OfSymbols _,
          Read.OfBook _,
          Read.OfFunding _,
          Read.Refused _,
          Read.OfModel _,
          Read.OfModelThere _ ->
          true;
      case Read.OfAccount _, Read.OfState _, Read.OfStateKeys _, Read.OfStateWrite _ -> false;
    };
  }

  private static @Nullable String difference(Read was, Read is) {
    if (was instanceof Read.OfCandles before && is instanceof Read.OfCandles after) {
      return candles(before.window(), after.window());
    }
    if (was instanceof Read.OfAccount before && is instanceof Read.OfAccount after) {
      return account(before.account(), after.account());
    }
    return was.equals(is) ? null : "read " + was + ", in the backtest " + is;
  }

  private static @Nullable String candles(Candles was, Candles is) {
    if (was.size() != is.size()) {
      return "read " + was.size() + " candles, in the backtest " + is.size();
    }
    for (int i = was.size() - 1; i >= 0; i--) {
      if (!row(was, i).equals(row(is, i))) {
        return "candle of "
            + was.symbol()
            + " "
            + was.interval()
            + " at "
            + Instant.ofEpochMilli(was.openTime(i))
            + " was "
            + row(was, i)
            + ", in the backtest "
            + row(is, i);
      }
    }
    return null;
  }

  private static List<Double> row(Candles of, int i) {
    return List.of(
        (double) of.openTime(i), of.open(i), of.high(i), of.low(i), of.close(i), of.volume(i));
  }

  private static @Nullable String account(Account was, Account is) {
    ReadAccount before = ReadAccount.of(was);
    ReadAccount after = ReadAccount.of(is);
    if (before.equals(after)) {
      return null;
    }
    if (!before.positions().equals(after.positions())) {
      return "positions were " + before.positions() + ", in the backtest " + after.positions();
    }
    if (!Objects.equals(before.openOrders(), after.openOrders())) {
      return "open orders were " + before.openOrders() + ", in the backtest " + after.openOrders();
    }
    return "equity was "
        + before.equity()
        + " and cash "
        + before.balance()
        + ", in the backtest "
        + after.equity()
        + " and "
        + after.balance();
  }

  private static DriftEntry entry(
      DecisionRecord of, DriftCause cause, String why, List<String> differences) {
    return new DriftEntry(of.id(), Instant.ofEpochMilli(of.asOf()), cause, why, differences);
  }

  private static String text(DecisionRecord decision) {
    Verdict verdict = decision.verdict();
    return verdict == null ? "under way" : verdict.text();
  }

  private static Instant at(DecisionRecord decision) {
    return Instant.ofEpochMilli(decision.asOf());
  }

  private static String brief(String digest) {
    return digest.length() > 10 ? digest.substring(0, 10) : digest;
  }
}
