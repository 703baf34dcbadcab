package dev.orrery.backtest.report;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reports of runs that never were. */
final class Reports {
  static final long START = 1_709_251_200_000L;

  private Reports() {}

  /** A recorder that hears a range of minutes, with 10,000 in the account. */
  static RunRecorder over(int minutes) {
    RunRecorder recorder = new RunRecorder();
    recorder.entry(
        new AccountEntry.Told(new BrokerEvent.Deposited("cash", Usd.of("10000"), at(0))));
    recorder.begins(at(1).toEpochMilli(), at(minutes).toEpochMilli());
    return recorder;
  }

  static Instant at(int minute) {
    return Instant.ofEpochMilli(START + minute * 60_000L);
  }

  /** A row whose prices are all the same. */
  static void price(RunRecorder recorder, int minute, double price) {
    recorder.price("BTC", at(minute).toEpochMilli(), price, price, price, price);
    recorder.settled();
  }

  /** An order of a decision with this reason, filled at once without a fee. */
  static void trade(
      RunRecorder recorder, int minute, Side side, String quantity, String price, String reason) {
    String id = "%032x".formatted(minute * 4 + side.sign() + 1);
    ClientOrderId order = new ClientOrderId("0x" + id);
    recorder.decided(id, reason);
    recorder.entry(
        new AccountEntry.Intended(
            new OrderSpec(
                order,
                "BTC",
                side,
                Quantity.of(quantity),
                OrderTerms.market(),
                false,
                Optional.empty(),
                ""),
            id,
            "tested",
            0,
            Instant.MAX,
            at(minute)));
    recorder.entry(
        new AccountEntry.Told(
            new BrokerEvent.OrderFilled(
                new Fill(
                    id,
                    order,
                    "BTC",
                    side,
                    Price.of(price),
                    Quantity.of(quantity),
                    Usd.ZERO,
                    false,
                    false,
                    at(minute)))));
  }

  static Report of(RunRecorder recorder) {
    recorder.ends();
    return of(recorder, "tested", "{}", List.of());
  }

  static Report of(RunRecorder recorder, String strategy, String parameters, List<String> notes) {
    Report.About about =
        new Report.About(
            "backtest", strategy, List.of("BTC"), "made up", parameters, Map.of("jar", strategy));
    return Report.of(about, recorder, Map.of("noop", 1L), notes, 0, true);
  }
}
