package dev.orrery.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.testing.Await;
import dev.orrery.testing.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MarketBoardTest {
  private static final long MINUTE = 60_000;

  private final SimulatedTimeline timeline = new SimulatedTimeline(0);
  private final MarketBoard board =
      MarketBoard.of(List.of(instrument("BTC"), instrument("ETH")), timeline);
  private final List<String> heard = new ArrayList<>();

  private static Instrument instrument(String symbol) {
    return new Instrument(
        symbol, new PriceRule(new BigDecimal("0.1"), 5), new BigDecimal("0.00001"), Usd.of(10), 40);
  }

  private void trade(long time, String symbol, double price) {
    timeline.step(time, () -> board.publish(new MarketEvent.Trade(symbol, time, price, 1)));
  }

  private static MarketEvent.Bar bar(Interval interval, long close, double price) {
    return new MarketEvent.Bar(
        "BTC", interval, close - interval.millis(), close, price, price + 1, price - 1, price, 2);
  }

  private void publishBar(Interval interval, long close, double price) {
    timeline.step(close, () -> board.publish(bar(interval, close, price)));
  }

  private void hear() {
    board.listen(
        MarketBoard.Phase.FIRINGS, (event, now) -> heard.add("firings " + shown(event, now)));
    board.listen(
        MarketBoard.Phase.BROKERS, (event, now) -> heard.add("brokers " + shown(event, now)));
  }

  private static String shown(MarketEvent event, MarketSnapshot now) {
    return switch (event) {
      case MarketEvent.Bar bar -> bar.interval() + "@" + bar.time() / 1_000 + " " + bar.close();
      case MarketEvent.Trade trade -> "trade@" + trade.time() / 1_000 + " " + now.mark("BTC");
      default -> event.getClass().getSimpleName();
    };
  }

  private void soFar(long time, long openTime, double price) {
    MarketEvent.Bar bar = bar(Interval.MINUTE, openTime + MINUTE, price);
    timeline.step(time, () -> board.publish(new MarketEvent.CandleSoFar(time, bar)));
  }

  private Candles candles(Interval interval) {
    return Objects.requireNonNull(board.snapshot().candles("BTC", interval, 1_000));
  }

  @Nested
  class Order {
    @Test
    void tellsBrokersBeforeFiringsAndShowsBothTheStateAfterTheEvent() {
      hear();
      trade(1_000, "BTC", 100);
      assertThat(heard).containsExactly("brokers trade@1 100.0", "firings trade@1 100.0");
    }

    @Test
    void firesACandleAfterEveryEventOfItsEndButDoesNotTellBrokers() {
      board.keep("BTC", Interval.MINUTE, 10);
      trade(1_000, "BTC", 100);
      hear();
      timeline.step(
          MINUTE,
          () -> {
            board.publish(new MarketEvent.Trade("BTC", MINUTE, 110, 1));
            board.publish(new MarketEvent.Trade("BTC", MINUTE, 120, 1));
          });
      assertThat(heard)
          .containsExactly(
              "brokers trade@60 110.0",
              "firings trade@60 110.0",
              "brokers trade@60 120.0",
              "firings trade@60 120.0",
              "firings 1m@60 100.0");
      assertThat(candles(Interval.MINUTE).closes()).containsExactly(100);
    }

    @Test
    void closesCandlesBeforeOtherTasksOfTheirInstant() {
      List<Integer> seen = new ArrayList<>();
      timeline.at(MINUTE, () -> seen.add(candles(Interval.MINUTE).size()));
      board.keep("BTC", Interval.MINUTE, 10);
      trade(1_000, "BTC", 100);
      timeline.advanceTo(MINUTE);
      assertThat(seen).containsExactly(1);
    }

    @Test
    void firesLargerCandlesRightAfterTheBarThatEndsThemSmallerFirst() {
      board.keep("BTC", Interval.of("3m"), 10);
      board.keep("BTC", Interval.MINUTE, 10);
      board.keep("BTC", Interval.of("2m"), 10);
      hear();
      for (int minute = 1; minute <= 6; minute++) {
        publishBar(Interval.MINUTE, minute * MINUTE, minute);
      }
      assertThat(heard)
          .containsExactly(
              "brokers 1m@60 1.0",
              "firings 1m@60 1.0",
              "brokers 1m@120 2.0",
              "firings 1m@120 2.0",
              "firings 2m@120 2.0",
              "brokers 1m@180 3.0",
              "firings 1m@180 3.0",
              "firings 3m@180 3.0",
              "brokers 1m@240 4.0",
              "firings 1m@240 4.0",
              "firings 2m@240 4.0",
              "brokers 1m@300 5.0",
              "firings 1m@300 5.0",
              "brokers 1m@360 6.0",
              "firings 1m@360 6.0",
              "firings 2m@360 6.0",
              "firings 3m@360 6.0");
    }

    @Test
    void closesALargerCandleByItselfWhenItsLastBarIsMissing() {
      board.keep("BTC", Interval.of("2m"), 10);
      hear();
      publishBar(Interval.MINUTE, MINUTE, 1);
      timeline.advanceTo(5 * MINUTE);
      assertThat(heard).endsWith("firings 2m@120 1.0").hasSize(3);
    }

    @Test
    void showsAllCandlesOfAnInstantToTheFirstThatFires() {
      board.keep("BTC", Interval.MINUTE, 10);
      board.keep("BTC", Interval.of("2m"), 10);
      List<Integer> sizes = new ArrayList<>();
      board.listen(
          MarketBoard.Phase.FIRINGS,
          (event, now) ->
              sizes.add(Objects.requireNonNull(now.candles("BTC", Interval.of("2m"), 10)).size()));
      publishBar(Interval.MINUTE, MINUTE, 1);
      publishBar(Interval.MINUTE, 2 * MINUTE, 2);
      assertThat(sizes).containsExactly(0, 1, 1);
    }

    @Test
    void goesOnWhenAListenerThrows() {
      board.listen(
          MarketBoard.Phase.BROKERS,
          (event, now) -> {
            throw new IllegalStateException("thrown on purpose by a test");
          });
      hear();
      trade(1_000, "BTC", 100);
      assertThat(heard).hasSize(2);
    }

    @Test
    void tellsAForgottenListenerNothing() {
      MarketListener listener = (event, now) -> heard.add("heard");
      board.listen(MarketBoard.Phase.BROKERS, listener);
      board.listen(MarketBoard.Phase.FIRINGS, listener);
      board.forget(listener);
      trade(1_000, "BTC", 100);
      assertThat(heard).isEmpty();
    }
  }

  @Nested
  class Prices {
    @Test
    void areUnknownBeforeTheFirst() {
      MarketSnapshot now = board.snapshot();
      assertThat(now.mark("BTC")).isNaN();
      assertThat(now.markTime("BTC")).isEqualTo(Long.MIN_VALUE);
      assertThat(now.confirmedAt("BTC")).isEqualTo(Long.MIN_VALUE);
      assertThat(now.mark("XRP")).isNaN();
      assertThat(now.instrument("XRP")).isNull();
      assertThat(now.candles("XRP", Interval.MINUTE, 1)).isNull();
      assertThat(now.symbols()).containsExactly("BTC", "ETH");
    }

    @Test
    void stayWhatTheyAreInASnapshot() {
      trade(1_000, "BTC", 100);
      MarketSnapshot before = board.snapshot();
      trade(2_000, "BTC", 200);
      trade(2_000, "ETH", 10);
      assertThat(before.mark("BTC")).isEqualTo(100);
      assertThat(before.mark("ETH")).isNaN();
      assertThat(before.time()).isEqualTo(1_000);
      assertThat(board.snapshot().mark("BTC")).isEqualTo(200);
      assertThat(board.snapshot().mark("ETH")).isEqualTo(10);
    }

    @Test
    void comeFromMidsOnceTheFeedGivesThem() {
      trade(1_000, "BTC", 100);
      board.publish(new MarketEvent.Mids(2_000, Map.of("BTC", 101.0, "unknown", 5.0)));
      trade(3_000, "BTC", 150);
      assertThat(board.snapshot().mark("BTC")).isEqualTo(101);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(2_000);
    }

    @Test
    void comeFromMarksOnceTheFeedGivesThemWhileMidsConfirm() {
      board.publish(new MarketEvent.Mids(1_000, Map.of("BTC", 100.0)));
      board.publish(new MarketEvent.Marks(2_000, Map.of("BTC", 99.0)));
      board.publish(new MarketEvent.Mids(3_000, Map.of("BTC", 102.0)));
      assertThat(board.snapshot().mark("BTC")).isEqualTo(99);
      assertThat(board.snapshot().markTime("BTC")).isEqualTo(2_000);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(3_000);
    }

    @Test
    void comeFromBarClosesWhenMidsHaveStoppedComing() {
      board.publish(new MarketEvent.Mids(MINUTE - 10_000, Map.of("BTC", 100.0)));
      publishBar(Interval.MINUTE, MINUTE, 110);
      assertThat(board.snapshot().mark("BTC")).isEqualTo(100);
      publishBar(Interval.MINUTE, 2 * MINUTE, 120);
      assertThat(board.snapshot().mark("BTC")).isEqualTo(120);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(MINUTE - 10_000);
    }

    @Test
    void comeFromCandlesSoFarWhenMarksAndMidsHaveStoppedComing() {
      board.publish(new MarketEvent.Mids(1_000, Map.of("BTC", 100.0)));
      board.publish(new MarketEvent.Marks(1_000, Map.of("BTC", 101.0)));
      soFar(31_000, 0, 110);
      assertThat(board.snapshot().mark("BTC")).isEqualTo(101);
      soFar(31_001, 0, 120);
      assertThat(board.snapshot().mark("BTC")).isEqualTo(120);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(1_000);
      board.publish(new MarketEvent.Marks(32_000, Map.of("BTC", 119.0)));
      assertThat(board.snapshot().mark("BTC")).isEqualTo(119);
    }

    @Test
    void comeFromMidsWhenMarksHaveStoppedComing() {
      board.publish(new MarketEvent.Marks(1_000, Map.of("BTC", 99.0)));
      board.publish(new MarketEvent.Mids(31_000, Map.of("BTC", 102.0)));
      assertThat(board.snapshot().mark("BTC")).isEqualTo(99);
      board.publish(new MarketEvent.Mids(31_001, Map.of("BTC", 103.0)));
      assertThat(board.snapshot().mark("BTC")).isEqualTo(103);
    }

    @Test
    void areConfirmedEveryFiveSecondsWhileTheyStand() {
      trade(1_000, "BTC", 100);
      board.standing(true);
      timeline.advanceTo(5_999);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(1_000);
      timeline.advanceTo(18_000);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(16_000);
      assertThat(board.snapshot().markTime("BTC")).isEqualTo(16_000);
      assertThat(board.snapshot().confirmedAt("ETH")).isEqualTo(Long.MIN_VALUE);
      board.standing(false);
      timeline.advanceTo(100_000);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(16_000);
    }

    @Test
    void areConfirmedFromTheLastEventWhateverCandlesCloseInBetween() {
      board.keep("BTC", Interval.of("7s"), 10);
      trade(1_000, "BTC", 100);
      board.standing(true);
      timeline.advanceTo(11_500);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(11_000);
      assertThat(candles(Interval.of("7s")).size()).isEqualTo(1);
    }

    @Test
    void ofBookAndFundingAreThere() {
      Book book = new Book("BTC", List.of(), List.of(), Instant.ofEpochMilli(5));
      board.publish(new MarketEvent.BookChange(5, book));
      board.publish(new MarketEvent.FundingRate("BTC", 5, 0.0001, 100));
      MarketSnapshot now = board.snapshot();
      assertThat(now.book("BTC")).isSameAs(book);
      assertThat(Objects.requireNonNull(now.funding("BTC")).nextPayment())
          .isEqualTo(Instant.ofEpochMilli(3_600_000));
      assertThat(now.book("ETH")).isNull();
    }

    @Test
    void ofASymbolTheBoardDoesNotKnowAreRefused() {
      assertThatThrownBy(() -> trade(1, "XRP", 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("XRP");
    }
  }

  @Nested
  class Keeping {
    @Test
    void ofAnUnknownSymbolIsAProblemThatNamesTheOthers() {
      assertThatThrownBy(() -> board.keep("XRP", Interval.MINUTE, 1))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION))
          .hasMessageContaining("BTC, ETH");
    }

    @Test
    void isKnownWithTheLargerNumber() {
      board.keep("BTC", Interval.MINUTE, 10);
      board.keep("BTC", Interval.MINUTE, 5);
      board.keep("BTC", Interval.HOUR, 7);
      assertThat(board.kept())
          .containsExactly(new Kept("BTC", Interval.MINUTE, 10), new Kept("BTC", Interval.HOUR, 7));
    }

    @Test
    void beginsLateWithoutACandleWhoseBeginningWasMissed() {
      trade(10_000, "BTC", 100);
      board.keep("BTC", Interval.MINUTE, 10);
      trade(20_000, "BTC", 101);
      trade(70_000, "BTC", 102);
      timeline.advanceTo(2 * MINUTE);
      assertThat(candles(Interval.MINUTE).size()).isEqualTo(1);
      assertThat(candles(Interval.MINUTE).openTime(0)).isEqualTo(MINUTE);
    }

    @Test
    void beginsLateWithWhatHistoryBrings() {
      timeline.advanceTo(MINUTE);
      trade(MINUTE + 10_000, "BTC", 100);
      board.keep("BTC", Interval.MINUTE, 10);
      hear();
      board.publish(
          new MarketEvent.History(
              timeline.nowMillis(),
              List.of(
                  bar(Interval.MINUTE, MINUTE, 50),
                  new MarketEvent.Bar(
                      "BTC", Interval.MINUTE, MINUTE, 2 * MINUTE, 100, 100, 100, 100, 1))));
      assertThat(candles(Interval.MINUTE).closes()).containsExactly(50);
      trade(MINUTE + 20_000, "BTC", 101);
      timeline.advanceTo(2 * MINUTE);
      Candles now = candles(Interval.MINUTE);
      assertThat(now.closes()).containsExactly(50, 101);
      assertThat(now.open(1)).isEqualTo(100);
      assertThat(now.volume(1)).isEqualTo(2);
      assertThat(heard).filteredOn(it -> it.contains("1m")).containsExactly("firings 1m@120 101.0");
    }

    @Test
    void mayBeAskedByAListener() {
      board.listen(
          MarketBoard.Phase.FIRINGS, (event, now) -> board.keep("BTC", Interval.MINUTE, 10));
      trade(1_000, "BTC", 100);
      assertThat(candles(Interval.MINUTE).size()).isZero();
    }

    @Test
    void neverWaitsForAPublish() throws Exception {
      board.listen(
          MarketBoard.Phase.FIRINGS,
          (event, now) -> {
            Thread other = Thread.ofPlatform().start(() -> board.keep("BTC", Interval.MINUTE, 3));
            try {
              other.join(20_000);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            assertThat(other.isAlive()).isFalse();
            heard.add("kept");
          });
      trade(1_000, "BTC", 100);
      assertThat(heard).containsExactly("kept");
      assertThat(board.kept()).containsExactly(new Kept("BTC", Interval.MINUTE, 3));
    }

    @Test
    void countsNothingTwiceWhenTradesAndCandlesCome() {
      board.keep("BTC", Interval.of("2m"), 10);
      trade(10_000, "BTC", 100);
      publishBar(Interval.MINUTE, MINUTE, 100);
      timeline.advanceTo(2 * MINUTE);
      assertThat(candles(Interval.of("2m")).volume(0)).isEqualTo(1);
    }
  }

  @Nested
  class CandlesSoFar {
    private final MarketBoard late =
        MarketBoard.of(List.of(instrument("BTC")), timeline, Duration.ofMillis(750));

    private void soFar(long time, long openTime, double price) {
      MarketEvent.Bar bar = bar(Interval.MINUTE, openTime + MINUTE, price);
      timeline.step(time, () -> late.publish(new MarketEvent.CandleSoFar(time, bar)));
    }

    private Candles window() {
      return Objects.requireNonNull(late.snapshot().candles("BTC", Interval.MINUTE, 10));
    }

    @Test
    void areReplacedByLaterOnesAndCloseByThemselves() {
      late.keep("BTC", Interval.MINUTE, 10);
      late.listen(
          MarketBoard.Phase.FIRINGS,
          (event, now) -> {
            if (event instanceof MarketEvent.Bar bar) {
              heard.add(timeline.nowMillis() + ": " + bar.close());
            }
          });
      soFar(1_000, 0, 100);
      soFar(2_000, 0, 101);
      timeline.advanceTo(MINUTE + 749);
      assertThat(heard).isEmpty();
      timeline.advanceTo(MINUTE + 750);
      assertThat(heard).containsExactly(MINUTE + 750 + ": 101.0");
      assertThat(window().closes()).containsExactly(101);
      assertThat(window().volume(0)).isEqualTo(2);
    }

    @Test
    void takeWhatBelongsToThemAMomentAfterTheirEnd() {
      late.keep("BTC", Interval.MINUTE, 10);
      soFar(1_000, 0, 100);
      timeline.step(
          MINUTE + 300,
          () -> late.publish(new MarketEvent.Mids(MINUTE + 300, Map.of("BTC", 99.0))));
      soFar(MINUTE + 400, 0, 105);
      soFar(MINUTE + 500, MINUTE, 106);
      timeline.advanceTo(MINUTE + 750);
      assertThat(window().closes()).containsExactly(105);
    }

    @Test
    void areNotBuiltFromTradesBesides() {
      late.keep("BTC", Interval.MINUTE, 10);
      soFar(1_000, 0, 100);
      timeline.step(2_000, () -> late.publish(new MarketEvent.Trade("BTC", 2_000, 500, 9)));
      timeline.advanceTo(2 * MINUTE);
      assertThat(window().closes()).containsExactly(100);
      assertThat(window().volume(0)).isEqualTo(2);
    }

    @Test
    void giveWayToWhatHistoryKnowsWhole() {
      late.keep("BTC", Interval.MINUTE, 10);
      soFar(1_000, 0, 100);
      timeline.advanceTo(2 * MINUTE);
      assertThat(window().closes()).containsExactly(100);
      List<MarketEvent.Bar> whole =
          List.of(bar(Interval.MINUTE, MINUTE, 103), bar(Interval.MINUTE, 2 * MINUTE, 104));
      late.publish(new MarketEvent.History(2 * MINUTE, whole));
      timeline.advanceTo(3 * MINUTE);
      assertThat(window().closes()).containsExactly(103, 104);
    }
  }

  @Nested
  class OnTheWall {
    private final SettableClock clock = new SettableClock(1_000);

    @Test
    void closesACandleWhenItsTimeHasComeAndTradesOnTheirWayAreThere() {
      try (WallTimeline wall = new WallTimeline(clock)) {
        MarketBoard live = MarketBoard.of(List.of(instrument("BTC")), wall);
        live.keep("BTC", Interval.MINUTE, 10);
        live.publish(new MarketEvent.Trade("BTC", 1_000, 100, 1));
        clock.set(MINUTE + 50);
        live.publish(new MarketEvent.Trade("BTC", MINUTE - 1, 101, 1));
        clock.set(MINUTE + 200);
        Await.until(() -> window(live).size() == 1);
        assertThat(window(live).closes()).containsExactly(101);
      }
    }

    @Test
    void closesACandleBeforeALaterEventWhenTheAlarmIsLate() {
      try (WallTimeline wall = new WallTimeline(clock)) {
        MarketBoard live = MarketBoard.of(List.of(instrument("BTC")), wall);
        live.keep("BTC", Interval.MINUTE, 10);
        live.listen(
            MarketBoard.Phase.FIRINGS,
            (event, now) -> heard.add(event.getClass().getSimpleName() + event.time()));
        live.publish(new MarketEvent.Trade("BTC", 1_000, 100, 1));
        live.publish(new MarketEvent.Trade("BTC", MINUTE, 101, 1));
        live.publish(new MarketEvent.Trade("BTC", MINUTE + 1, 102, 1));
        assertThat(heard).containsExactly("Trade1000", "Trade60000", "Bar60000", "Trade60001");
      }
    }

    private Candles window(MarketBoard live) {
      return Objects.requireNonNull(live.snapshot().candles("BTC", Interval.MINUTE, 10));
    }
  }

  @Test
  void isReadWhileItIsPublishedTo() throws Exception {
    board.keep("BTC", Interval.MINUTE, 20);
    AtomicBoolean done = new AtomicBoolean();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (!done.get()) {
                    checkWindow(board.snapshot());
                  }
                } catch (Throwable e) {
                  failures.add(e);
                }
              }));
    }
    for (int minute = 1; minute <= 20_000; minute++) {
      board.publish(bar(Interval.MINUTE, minute * MINUTE, minute));
    }
    done.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(failures).isEmpty();
  }

  /** Each minute's price is its number: the newest candle and the mark are of one moment. */
  private static void checkWindow(MarketSnapshot now) {
    Candles window = Objects.requireNonNull(now.candles("BTC", Interval.MINUTE, 20));
    for (int i = 0; i < window.size(); i++) {
      assertThat(window.close(i)).isEqualTo(window.openTime(i) / 60_000.0 + 1);
    }
    if (window.size() > 0) {
      assertThat(window.lastClose()).isEqualTo(now.mark("BTC"));
      assertThat(now.time()).isEqualTo((long) (window.lastClose() * MINUTE));
    }
  }
}
