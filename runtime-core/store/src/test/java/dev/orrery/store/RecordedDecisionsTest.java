package dev.orrery.store;

import static dev.orrery.store.JournalFixture.AS_OF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.ModelReply;
import dev.orrery.api.Trigger;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetExits;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.Mark;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.market.candle.Candle;
import dev.orrery.market.candle.CandleChain;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Read;
import dev.orrery.runtime.recording.ReadAccount;
import dev.orrery.runtime.recording.SeriesPoint;
import dev.orrery.runtime.recording.SeriesRecorder;
import dev.orrery.runtime.recording.StrategyIdentity;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.store.RecordedDecisions.Selection;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read back of a decision is what was written. */
final class RecordedDecisionsTest {
  private static final Instant AT = Instant.ofEpochMilli(AS_OF);
  private static final Exits EXITS = new Exits(Optional.of(Price.of("900")), Optional.empty());
  private static final StrategyIdentity IDENTITY =
      new StrategyIdentity(
          "a".repeat(64), "cross", "c".repeat(64), "{\"name\":\"it's \\\\ \\u00e9\"}", "0.1");

  @TempDir Path folder;

  private final Database database = TestDatabase.fresh();
  private final RecordedDecisions recorded = new RecordedDecisions(database);
  private final SeriesRecorder series = new SeriesRecorder();
  private final String deployment = JournalFixture.deployment();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void everythingADecisionReadAndWantedComesBack() {
    List<JournalEntry> points = new ArrayList<>();
    List<Read> reads =
        List.of(
            new Read.OfMark(new Mark("BTC", Price.of("1001.5"), AT.plusNanos(1))),
            candles(150, 40, points),
            candles(150, 200, points),
            new Read.OfInstrument(
                new Instrument(
                    "BTC",
                    new PriceRule(new BigDecimal("0.10"), 5),
                    new BigDecimal("0.00001"),
                    Usd.of(10),
                    40)),
            new Read.OfSymbols(Set.of("BTC", "ETH")),
            new Read.OfBook("BTC", Optional.empty()),
            new Read.OfBook(
                "BTC",
                Optional.of(
                    new Book(
                        "BTC",
                        List.of(new Book.Level(Price.of("1"), Quantity.of("2"))),
                        List.of(),
                        AT))),
            new Read.OfFunding("BTC", Optional.empty()),
            new Read.OfFunding(
                "BTC", Optional.of(new Funding("BTC", new BigDecimal("0.000012"), AT))),
            new Read.OfAccount(account()),
            new Read.OfState("a", null),
            new Read.OfState("a", "with \"quotes\" \\ and \n and \u0001\t"),
            new Read.OfStateWrite("a", true, null, "1", true),
            new Read.OfStateWrite("a", true, "2", null, false),
            new Read.OfStateKeys(Set.of("a", "b")),
            new Read.OfModelThere(false),
            new Read.OfModelThere(true),
            new Read.OfModel("why?", new ModelReply("because", 1, 2, Usd.of("0.01")), null),
            new Read.OfModel("why?", null, "no provider"),
            new Read.Refused("the mark price of DOGE", false, "unknown symbol 'DOGE'"));
    DecisionRecord decision = decision(firing(0), actions(), reads);
    write(points, decision);

    DecisionRecord back = recorded.get(decision.id()).orElseThrow();
    assertThat(back)
        .usingRecursiveComparison()
        .withEqualsForFields(Object::equals, "firing", "series")
        .ignoringFields("reads")
        .isEqualTo(decision);
    assertThat(back.reads()).hasSameSizeAs(reads);
    for (int i = 0; i < reads.size(); i++) {
      if (reads.get(i) instanceof Read.OfCandles was) {
        Read.OfCandles is = (Read.OfCandles) back.reads().get(i);
        assertThat(is.requested()).isEqualTo(was.requested());
        assertThat(rows(is.window())).isEqualTo(rows(was.window()));
      } else {
        assertThat(back.reads().get(i)).isEqualTo(reads.get(i));
      }
    }
    assertThat(recorded.get("0".repeat(32))).isEmpty();
  }

  @Test
  void candlesAreThoseThatWereSeenAlsoWhenTheyWereCorrectedSince() {
    List<JournalEntry> points = new ArrayList<>();
    Read.OfCandles before = candles(30, 30, points);
    Read.OfCandles after = read(window(30, 30, 7.5), 30, points);
    DecisionRecord first = decision(firing(0), actions(), List.of(before));
    DecisionRecord second = decision(firing(60_000), actions(), List.of(after));
    write(points, first, second);

    List<DecisionRecord> all = new ArrayList<>();
    assertThat(recorded.each(Selection.ALL, all::add)).isEqualTo(2);
    assertThat(rows(((Read.OfCandles) all.getFirst().reads().getFirst()).window()))
        .isEqualTo(rows(before.window()));
    assertThat(rows(((Read.OfCandles) all.getLast().reads().getFirst()).window()))
        .isEqualTo(rows(after.window()))
        .isNotEqualTo(rows(before.window()));
  }

  @Test
  void choosesByStrategyAndMarketTime() {
    DecisionRecord first = decision(firing(0), actions(), List.of());
    DecisionRecord second = decision(firing(60_000), actions(), List.of());
    write(List.of(), first, second);
    Instant later = AT.plusMillis(60_000);
    assertThat(ids(new Selection("cross", later, null))).containsExactly(second.id());
    assertThat(ids(new Selection(null, null, later))).containsExactly(first.id());
    assertThat(ids(new Selection("grid", null, null))).isEmpty();
    assertThat(recorded.strategies()).containsExactly("cross");
  }

  private List<String> ids(Selection selection) {
    List<String> ids = new ArrayList<>();
    recorded.each(selection, each -> ids.add(each.id()));
    return ids;
  }

  private void write(List<JournalEntry> before, DecisionRecord... decisions) {
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      if (!before.isEmpty()) {
        journal.append(deployment, before);
      }
      for (DecisionRecord decision : decisions) {
        journal.append(deployment, List.of(decision));
      }
    }
  }

  private FiredTrigger firing(long after) {
    return new BoundTrigger(deployment, "cross", Trigger.event("news"))
        .firing(AS_OF + after, "event:" + (17 + after), "{\"a\": 1}");
  }

  private DecisionRecord decision(FiredTrigger firing, List<Action> actions, List<Read> reads) {
    return new DecisionRecord(
        deployment,
        "cross",
        "paper-1",
        firing,
        firing.atMillis(),
        AS_OF + 5,
        Verdict.DENIED,
        actions,
        List.of("too much"),
        List.of("denied: too much"),
        new BigDecimal("12.5"),
        "an error\n  at Somewhere",
        reads,
        Map.of("fast", 1.1, "none", Double.NaN, "large", 1e17),
        0,
        0,
        0,
        BigDecimal.ZERO,
        IDENTITY,
        true);
  }

  private static List<Action> actions() {
    return List.of(
        PlaceOrder.buy("BTC", OrderSize.worth(Usd.of(100)), OrderTerms.market(), "a")
            .withExits(EXITS)
            .withLabel("x"),
        PlaceOrder.sell(
                "BTC",
                OrderSize.of("0.5"),
                new OrderTerms.Limit(Price.of("12.5"), TimeInForce.POST_ONLY),
                "b")
            .asReduceOnly(),
        PlaceOrder.sell(
            "BTC",
            OrderSize.of("0.5"),
            new OrderTerms.Stop(Price.of("12.5"), Optional.of(Price.of("12"))),
            "c"),
        PlaceOrder.sell("BTC", OrderSize.of("1"), OrderTerms.takeProfit(Price.of("99")), "c"),
        TargetPosition.worth("BTC", Usd.of(-100), "d").withExits(EXITS),
        TargetPosition.flat("BTC", "e"),
        new ClosePosition("BTC", "f"),
        AmendOrder.both("0x1", Price.of("5"), Quantity.of("6"), "g").withExits(EXITS),
        AmendOrder.exits("0x1", EXITS, "h"),
        new SetExits("BTC", EXITS, "i"),
        new CancelOrder("0x1", "j"),
        new CancelAll("BTC", "k"),
        new SetLeverage("BTC", 3, MarginMode.ISOLATED, "l"));
  }

  private static ReadAccount account() {
    return new ReadAccount(
        Usd.of("10000.5"),
        Usd.of("9000"),
        Usd.of("-3"),
        List.of(
            new Position(
                "BTC",
                Quantity.of("-1"),
                Price.of("1000"),
                Usd.of("-1.5"),
                5,
                MarginMode.CROSS,
                Optional.of(Price.of("2000")),
                AT)),
        List.of(
            new OpenOrder(
                "0x1",
                "BTC",
                Side.SELL,
                OrderTerms.stop(Price.of("900")),
                Quantity.of("1"),
                Quantity.of("0.5"),
                true,
                AT.plusNanos(1),
                "label",
                OpenOrder.Role.STOP,
                Optional.of("0x2"),
                OpenOrder.Status.ARMED)));
  }

  private Read.OfCandles candles(int count, int requested, List<JournalEntry> points) {
    return read(window(Math.min(count, requested), count, 0), requested, points);
  }

  private Read.OfCandles read(Candles window, int requested, List<JournalEntry> points) {
    List<SeriesPoint> fresh = new ArrayList<>();
    List<String> digests = series.digests(window, fresh);
    points.addAll(fresh);
    return new Read.OfCandles(requested, window, digests);
  }

  /** The newest of some candles; of the last five another close may have come. */
  private static Candles window(int size, int count, double corrected) {
    return CandleChain.window(
        "BTC",
        Interval.MINUTE,
        IntStream.range(count - size, count)
            .mapToObj(i ->
                new Candle(
                    AS_OF + i * 60_000L,
                    i + 0.1,
                    i + 0.3,
                    i,
                    i + 0.2 + (i < count - 5 ? 0 : corrected),
                    i))
            .toList());
  }

  private static List<List<Double>> rows(Candles window) {
    return IntStream.range(0, window.size())
        .mapToObj(i ->
            List.of(
                (double) window.openTime(i),
                window.open(i),
                window.high(i),
                window.low(i),
                window.close(i),
                window.volume(i)))
        .toList();
  }
}
