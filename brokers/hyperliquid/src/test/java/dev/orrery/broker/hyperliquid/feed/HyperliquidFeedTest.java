package dev.orrery.broker.hyperliquid.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.hyperliquid.ScriptedVenue;
import dev.orrery.broker.hyperliquid.TestSettings;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketDataException;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketFeed;
import dev.orrery.testing.Await;
import dev.orrery.testing.SettableClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HyperliquidFeedTest {
  private static final long MINUTE = 60_000;
  private static final long NOW = 29_400_000 * MINUTE + 10_000;
  private static final long OPEN = NOW - 10_000;
  private static final FeedSettings SETTINGS =
      new FeedSettings(
          Duration.ofMillis(750),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          true,
          Duration.ofMillis(5),
          Duration.ofMillis(20));

  private final SettableClock clock = new SettableClock(NOW);
  private final List<String> fired = new CopyOnWriteArrayList<>();
  private final List<MarketEvent> brokers = new CopyOnWriteArrayList<>();
  private ScriptedVenue venue;
  private VenueAccess access;
  private HyperliquidFeed feed;
  private MarketBoard board;
  private @Nullable Thread running;

  @BeforeEach
  void open() throws IOException {
    venue = new ScriptedVenue().info("candleSnapshot", "[]");
    access = TestSettings.access(venue);
    feed =
        new HyperliquidFeed(
            access,
            List.of(instrument("BTC"), instrument("ETH")),
            Set.of("BTC", "GONE"),
            SETTINGS,
            new WallTimeline(clock));
    board = MarketBoard.of(feed.instruments(), feed.timeline(), feed.lateness());
    board.listen(
        MarketBoard.Phase.FIRINGS,
        (event, now) -> {
          if (event instanceof MarketEvent.Bar bar) {
            fired.add(bar.symbol() + " " + bar.interval() + " " + bar.close());
          }
        });
    board.listen(MarketBoard.Phase.BROKERS, (event, now) -> brokers.add(event));
  }

  @AfterEach
  void close() throws InterruptedException {
    feed.close();
    if (running != null) {
      running.join();
    }
    access.close();
    venue.close();
  }

  @Nested
  class Prices {
    @Test
    void areTheMidsOfAllSymbolsAsTheyCome() {
      run();

      push("allMids", "{\"mids\":{\"BTC\":\"80868.5\",\"ETH\":\"2400.05\",\"@142\":\"1.5\"}}");

      Await.until(() -> board.snapshot().mark("ETH") == 2400.05);
      assertThat(board.snapshot().mark("BTC")).isEqualTo(80868.5);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(NOW);
    }

    @Test
    void ageWhenMidsStopComingAndForASymbolThatIsMissing() {
      run();
      push("allMids", "{\"mids\":{\"BTC\":\"80868.5\",\"ETH\":\"2400\"}}");
      Await.until(() -> board.snapshot().mark("ETH") == 2400);
      clock.set(NOW + 40_000);

      push("allMids", "{\"mids\":{\"BTC\":\"80869\"}}");

      Await.until(() -> board.snapshot().confirmedAt("BTC") == NOW + 40_000);
      assertThat(board.snapshot().confirmedAt("ETH")).isEqualTo(NOW);
    }

    @Test
    void areMarksWhereASymbolIsFollowed() {
      run();
      push("allMids", "{\"mids\":{\"BTC\":\"80868.5\"}}");

      push("activeAssetCtx", context("0.0000125"));

      Await.until(() -> board.snapshot().mark("BTC") == 83757);
      assertThat(venue.last().subscribed("\"activeAssetCtx\"")).isEqualTo(1);
    }

    @Test
    void ofATickAreAskedForOnlyWhenTheyAreOld() throws Exception {
      venue.info("allMids", "{\"BTC\":\"81000\"}");
      run();
      push("allMids", "{\"mids\":{\"BTC\":\"80868.5\"}}");
      Await.until(() -> board.snapshot().mark("BTC") == 80868.5);

      clock.set(NOW + 2_000);
      feed.freshen(board);
      assertThat(board.snapshot().mark("BTC")).isEqualTo(80868.5);

      clock.set(NOW + 2_001);
      feed.freshen(board);
      assertThat(board.snapshot().mark("BTC")).isEqualTo(81000);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(NOW + 2_001);
    }

    @Test
    void thatCannotBeHadForATickAreSaidToBe() {
      venue.info("allMids", body -> new ScriptedVenue.Answer(502, "upgrade"));
      run();

      assertThatThrownBy(() -> feed.freshen(board))
          .isInstanceOf(MarketDataException.class)
          .hasMessageContaining("SERVER_ERROR: 502 upgrade");
    }

    @Test
    void standInFromCandlesWhenNothingElseComes() {
      board.keep("BTC", Interval.MINUTE, 3);
      run();
      push("allMids", "{\"mids\":{\"BTC\":\"80868.5\"}}");
      push("activeAssetCtx", context("0.0000125"));
      Await.until(() -> board.snapshot().mark("BTC") == 83757);
      clock.set(NOW + 31_000);

      push("candle", candle(OPEN, "90000", "91000"));

      Await.until(() -> board.snapshot().mark("BTC") == 91000);
      assertThat(board.snapshot().confirmedAt("BTC")).isEqualTo(NOW);
    }
  }

  @Nested
  class Candle {
    @Test
    void historyIsThereBeforeTheFirstOneCloses() {
      venue.info(
          "candleSnapshot",
          "["
              + candle(OPEN - 2 * MINUTE, "1", "2")
              + ","
              + candle(OPEN - MINUTE, "2", "3")
              + ","
              + candle(OPEN, "3", "3.5")
              + "]");
      board.keep("BTC", Interval.MINUTE, 2);
      run();

      Await.until(() -> size(Interval.MINUTE) == 2);

      assertThat(window(Interval.MINUTE).closes()).containsExactly(2, 3);
      assertThat(fired).isEmpty();
      assertThat(venue.asked()).anyMatch(it -> it.contains("\"startTime\":" + (OPEN - 4 * MINUTE)));
    }

    @Test
    void closesAsTheVenueLastTold() {
      board.keep("BTC", Interval.MINUTE, 2);
      run();
      push("candle", candle(OPEN, "3", "4"));
      push("candle", candle(OPEN, "3", "5"));
      Await.until(() -> soFar() == 2);
      clock.set(OPEN + MINUTE + 200);
      push("candle", candle(OPEN, "3", "6"));
      push("candle", candle(OPEN + MINUTE, "6", "7"));
      Await.until(() -> soFar() == 4);
      assertThat(fired).isEmpty();

      clock.set(OPEN + MINUTE + 750);

      Await.until(() -> !fired.isEmpty());
      assertThat(fired).containsExactly("BTC 1m 6.0");
    }

    @Test
    void ofALengthTheVenueDoesNotTellIsPutTogether() {
      long open = Interval.of("10m").floor(NOW);
      venue.info(
          "candleSnapshot",
          body ->
              new ScriptedVenue.Answer(
                  200,
                  "["
                      + candle(open - 10 * MINUTE, "1", "2", "5m")
                      + ","
                      + candle(open - 5 * MINUTE, "2", "3", "5m")
                      + ","
                      + candle(open, "3", "4", "5m")
                      + "]"));
      board.keep("BTC", Interval.of("10m"), 1);
      run();
      Await.until(() -> size(Interval.of("10m")) == 1);

      push("candle", candle(open + 5 * MINUTE, "4", "9", "5m"));
      Await.until(() -> soFar() == 1);
      clock.set(open + 10 * MINUTE + 750);

      Await.until(() -> size(Interval.of("10m")) == 2);
      Candles candles = window(Interval.of("10m"));
      assertThat(candles.closes()).containsExactly(3, 9);
      assertThat(candles.open(1)).isEqualTo(3);
      assertThat(candles.volume(1)).isEqualTo(25);
      assertThat(venue.last().subscribed("\"5m\"")).isEqualTo(1);
    }

    @Test
    void missedWhileTheConnectionWasLostIsFilledIn() {
      board.keep("BTC", Interval.MINUTE, 2);
      run();
      push("candle", candle(OPEN, "3", "4"));
      Await.until(() -> soFar() == 1);
      venue.refusesSockets(true);
      venue.last().drop();
      clock.set(OPEN + 2 * MINUTE + 5_000);
      Await.until(() -> size(Interval.MINUTE) == 1);
      venue.info(
          "candleSnapshot",
          "["
              + candle(OPEN, "3", "8")
              + ","
              + candle(OPEN + MINUTE, "8", "9")
              + ","
              + candle(OPEN + 2 * MINUTE, "9", "9.5")
              + "]");

      venue.refusesSockets(false);

      Await.until(() -> size(Interval.MINUTE) == 2);
      assertThat(window(Interval.MINUTE).closes()).containsExactly(8, 9);
    }

    @Test
    void isAskedForAgainWhenTheVenueDoesNotAnswer() {
      AtomicInteger asked = new AtomicInteger();
      venue.info(
          "candleSnapshot",
          body ->
              asked.incrementAndGet() < 7
                  ? new ScriptedVenue.Answer(500, "")
                  : new ScriptedVenue.Answer(200, "[" + candle(OPEN - MINUTE, "1", "2") + "]"));
      board.keep("BTC", Interval.MINUTE, 1);

      run();

      Await.until(() -> size(Interval.MINUTE) == 1);
    }

    @Test
    void ofANewcomerComesWithoutWaitingForIt() {
      run();
      venue.info("candleSnapshot", "[" + candle(OPEN - MINUTE, "1", "2") + "]");

      feed.warm(board, "ETH", Interval.MINUTE, 1);
      feed.warm(board, "BTC", Interval.MINUTE, 1);

      Await.until(() -> size(Interval.MINUTE) == 1);
      Await.until(() -> venue.last().subscribed("\"ETH\"") == 4);
    }

    private long soFar() {
      return brokers.stream().filter(it -> it instanceof MarketEvent.CandleSoFar).count();
    }

    private int size(Interval interval) {
      Candles candles = board.snapshot().candles("BTC", interval, 10);
      return candles == null ? 0 : candles.size();
    }
  }

  @Test
  void tellsTradesOnceAndNoneThatIsOld() {
    run();
    String old = trade(NOW - 5_001, 1, "10");
    String recent = trade(NOW - 5_000, 2, "11");
    String ahead = trade(NOW + 3_000, 3, "12");

    push("trades", "[" + old + "," + recent + "]");
    push("trades", "[" + recent + "," + ahead + "]");

    Await.until(() -> trades().size() == 2);
    assertThat(trades())
        .containsExactly(
            new MarketEvent.Trade("BTC", NOW - 5_000, 11, 0.5),
            new MarketEvent.Trade("BTC", NOW, 12, 0.5));
  }

  @Test
  void tellsFundingWhenTheRateChangesAndEveryHour() {
    run();
    push("activeAssetCtx", context("0.0000125"));
    push("activeAssetCtx", context("0.0000125"));
    push("activeAssetCtx", context("0.00002"));
    Await.until(() -> count(MarketEvent.FundingRate.class) == 2);
    clock.set(NOW + 60 * MINUTE);
    push("activeAssetCtx", context("0.00002"));

    Await.until(() -> count(MarketEvent.FundingRate.class) == 3);
    Funding funding = Objects.requireNonNull(board.snapshot().funding("BTC"));
    assertThat(funding.hourlyRate()).isEqualByComparingTo("0.00002");
  }

  @Test
  void tellsTheBook() {
    run();

    push(
        "l2Book",
        "{\"coin\":\"BTC\",\"time\":"
            + (NOW - 100)
            + ",\"levels\":[[{\"px\":\"96999.0\",\"sz\":\"1.5\",\"n\":3}],"
            + "[{\"px\":\"97000.0\",\"sz\":\"0.5\",\"n\":1}]]}");

    Await.until(() -> board.snapshot().book("BTC") != null);
    assertThat(board.snapshot().book("BTC"))
        .isEqualTo(
            new Book(
                "BTC",
                List.of(new Book.Level(Price.of("96999"), Quantity.of("1.5"))),
                List.of(new Book.Level(Price.of("97000"), Quantity.of("0.5"))),
                Instant.ofEpochMilli(NOW - 100)));
  }

  @Test
  void listsWhatCanBeTraded() {
    venue.info(
        "meta",
        "{\"universe\":[{\"name\":\"BTC\",\"szDecimals\":5,\"maxLeverage\":40,\"marginTableId\":56},"
            + "{\"name\":\"OLD\",\"szDecimals\":1,\"maxLeverage\":3,\"isDelisted\":true},"
            + "{\"name\":\"kPEPE\",\"szDecimals\":0,\"maxLeverage\":10}]}");

    try (MarketFeed opened = HyperliquidMarket.over(access, "test").open(Optional.empty())) {
      assertThat(opened.instruments())
          .containsExactly(
              new Instrument(
                  "BTC",
                  new PriceRule(new BigDecimal("0.1"), 5),
                  new BigDecimal("0.00001"),
                  Usd.of(10),
                  40),
              new Instrument(
                  "kPEPE",
                  new PriceRule(new BigDecimal("0.000001"), 5),
                  BigDecimal.ONE,
                  Usd.of(10),
                  10));
    }
  }

  @Test
  void doesNotOpenWhereNobodyAnswers() {
    venue.info("meta", body -> null);

    assertThatThrownBy(() -> HyperliquidMarket.over(access, "test").open(Optional.empty()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageContaining("market test: does not say what can be traded: CONNECTION_LOST");
  }

  private void run() {
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                feed.run(board);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    running = thread;
    Await.until(() -> !venue.sockets().isEmpty() && venue.last().subscribed("\"allMids\"") == 1);
  }

  private void push(String channel, String data) {
    venue.last().push(channel, data);
  }

  private Candles window(Interval interval) {
    Candles candles = board.snapshot().candles("BTC", interval, 10);
    if (candles == null) {
      throw new AssertionError("nobody keeps " + interval);
    }
    return candles;
  }

  private List<MarketEvent> trades() {
    return brokers.stream().filter(it -> it instanceof MarketEvent.Trade).toList();
  }

  private long count(Class<? extends MarketEvent> type) {
    return brokers.stream().filter(type::isInstance).count();
  }

  private static String context(String funding) {
    return "{\"coin\":\"BTC\",\"ctx\":{\"funding\":\""
        + funding
        + "\",\"openInterest\":\"1.0\",\"prevDayPx\":\"84086.0\",\"dayNtlVlm\":\"1.0\","
        + "\"premium\":null,\"oraclePx\":\"83778.1\",\"markPx\":\"83757.0\",\"midPx\":null,"
        + "\"impactPxs\":null}}";
  }

  private static String candle(long openTime, String open, String close) {
    return candle(openTime, open, close, "1m");
  }

  private static String candle(long openTime, String open, String close, String interval) {
    return WireJson.text(
        new dev.orrery.hyperliquid.wire.info.Candle(
            openTime,
            openTime + Interval.of(interval).millis() - 1,
            "BTC",
            interval,
            new BigDecimal(open),
            new BigDecimal(close),
            new BigDecimal(open).max(new BigDecimal(close)),
            new BigDecimal(open).min(new BigDecimal(close)),
            new BigDecimal("12.5"),
            9));
  }

  private static String trade(long time, long tid, String price) {
    return "{\"coin\":\"BTC\",\"side\":\"B\",\"px\":\""
        + price
        + "\",\"sz\":\"0.5\",\"hash\":\"0x01\",\"time\":"
        + time
        + ",\"tid\":"
        + tid
        + "}";
  }

  private static Instrument instrument(String symbol) {
    return new Instrument(
        symbol, new PriceRule(new BigDecimal("0.1"), 5), new BigDecimal("0.00001"), Usd.of(10), 40);
  }
}
