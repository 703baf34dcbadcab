package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.BTC;
import static dev.orrery.exchange.venue.Rig.START;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.dec;
import static dev.orrery.exchange.venue.Rig.sell;
import static dev.orrery.exchange.venue.Rig.tif;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.UpdateLeverage;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.ActiveAssetData;
import dev.orrery.hyperliquid.wire.info.AssetCtx;
import dev.orrery.hyperliquid.wire.info.BookLevel;
import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.L2Book;
import dev.orrery.hyperliquid.wire.info.MarginSummary;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.info.Meta;
import dev.orrery.hyperliquid.wire.info.MetaAndAssetCtxs;
import dev.orrery.hyperliquid.wire.info.OpenOrder;
import dev.orrery.hyperliquid.wire.info.Position;
import dev.orrery.hyperliquid.wire.info.Trade;
import dev.orrery.hyperliquid.wire.info.UserRateLimit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the venue says when it is asked. */
class AnswersTest {
  private final Rig rig = Rig.withMakers().funded(ALICE, BOB);

  private <A> A ask(InfoRequest<A> request) {
    return rig.ask(request);
  }

  static List<InfoRequest<?>> everything() {
    return List.of(
        new MarketRequest.PerpMeta(null),
        new MarketRequest.PerpMeta("xyz"),
        new MarketRequest.PerpStates(null),
        new MarketRequest.PerpStates("xyz"),
        new MarketRequest.PerpDexes(),
        new MarketRequest.SpotPairs(),
        new MarketRequest.SpotStates(),
        new MarketRequest.AllMids(null),
        new MarketRequest.AllMids("xyz"),
        new MarketRequest.Book("BTC", null, null),
        new MarketRequest.Book("BTC", 5, 2),
        new MarketRequest.Candles(new MarketRequest.CandleRange("BTC", "1m", 0, null)),
        new MarketRequest.FundingHistory("BTC", 0, null),
        new MarketRequest.RecentTrades("BTC"),
        new MarketRequest.Status(),
        new AccountRequest.Perpetuals(ALICE, null),
        new AccountRequest.Perpetuals(ALICE, "xyz"),
        new AccountRequest.Spot(ALICE),
        new AccountRequest.OpenOrders(ALICE, null),
        new AccountRequest.DetailedOpenOrders(ALICE, null),
        new AccountRequest.Fills(ALICE, true),
        new AccountRequest.FillsByTime(ALICE, 0, null, null, null),
        new AccountRequest.OrderStatus(ALICE, OrderRef.of(1)),
        new AccountRequest.HistoricalOrders(ALICE),
        new AccountRequest.Funding(ALICE, null, null),
        new AccountRequest.Ledger(ALICE, null, null),
        new AccountRequest.RateLimit(ALICE),
        new AccountRequest.Agents(ALICE),
        new AccountRequest.Role(ALICE),
        new AccountRequest.Fees(ALICE),
        new AccountRequest.ActiveAsset(ALICE, "BTC"),
        new AccountRequest.MaxBuilderFee(ALICE, BOB),
        new AccountRequest.Abstraction(ALICE));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void everyQuestionHasAnAnswerThatReadsAsWhatItIs(InfoRequest<?> request) {
    rig.rest(ALICE, buy("0.01", "99000"));
    rig.place(ALICE, tif(buy("0.01", "101000"), Tif.IOC));
    rig.pass(3_600_000);

    reads(request);
  }

  private <A> void reads(InfoRequest<A> request) {
    String json = WireJson.text(ask(request));

    assertThat(WireJson.text(WireJson.read(json, request.answer()))).isEqualTo(json);
  }

  @Test
  void listsMarketsWithTheirTables() {
    Meta meta = ask(new MarketRequest.PerpMeta(null));

    assertThat(meta.universe()).extracting(it -> it.name()).containsExactly("BTC", "ETH");
    assertThat(meta.tiers(meta.universe().getFirst()))
        .extracting(it -> it.maxLeverage())
        .containsExactly(40, 20);
    assertThat(WireJson.text(ask(new MarketRequest.PerpDexes()))).isEqualTo("[null]");
  }

  @Test
  void theStateOfAMarketIsPositional() {
    rig.place(ALICE, tif(buy("0.01", "101000"), Tif.IOC));

    MetaAndAssetCtxs states = ask(new MarketRequest.PerpStates(null));

    AssetCtx btc = states.ctxs().get(BTC);
    assertThat(btc.markPx()).isEqualByComparingTo("100000");
    assertThat(btc.oraclePx()).isEqualByComparingTo("100000");
    assertThat(btc.midPx()).isEqualByComparingTo("100000");
    assertThat(btc.openInterest()).isEqualByComparingTo("0.01");
    assertThat(btc.dayNtlVlm()).isEqualByComparingTo("1000.05");
    assertThat(btc.funding()).isEqualByComparingTo("0.0000125");
    assertThat(states.ctxs().get(Rig.ETH).markPx()).isEqualByComparingTo("4000");
  }

  @Test
  void theMiddleOfAnEmptyBookIsTheLastTrade() {
    Rig quiet = Rig.quiet();
    quiet.venue.market(new MarketTick.Print("BTC", quiet.now(), dec("101000"), dec("1"), null));

    Map<String, BigDecimal> mids = quiet.ask(new MarketRequest.AllMids(null));
    MetaAndAssetCtxs states = quiet.ask(new MarketRequest.PerpStates(null));

    assertThat(mids).containsEntry("BTC", dec("101000"));
    assertThat(WireJson.text(states.ctxs().getFirst()))
        .contains("\"midPx\":null,\"impactPxs\":null");
  }

  @Test
  void theBookIsToldByPriceAndPutTogether() {
    rig.rest(ALICE, buy("0.001", "99990"));

    L2Book book = ask(new MarketRequest.Book("BTC", null, null));
    L2Book together = ask(new MarketRequest.Book("BTC", 3, null));

    assertThat(book.bids()).hasSize(11);
    assertThat(book.bids().getFirst().px()).isEqualByComparingTo("99995");
    assertThat(book.asks().getFirst().px()).isEqualByComparingTo("100005");
    assertThat(together.bids()).hasSize(1);
    assertThat(together.bids().getFirst().px()).isEqualByComparingTo("99900");
    assertThat(together.bids().getFirst().n()).isEqualTo(11);
    assertThat(together.asks()).extracting(BookLevel::px).containsExactly(dec("101000"));
    assertThat(rig.venue.info(new MarketRequest.Book("DOGE", null, null))).isNull();
    assertThat(rig.venue.info(new MarketRequest.Book("BTC", 5, 0))).isNull();
    assertThat(rig.venue.info(new MarketRequest.Book("BTC", 9, null))).isNull();
  }

  @Test
  void theAccountAddsUpAsThePublishedSamplesDo() {
    rig.act(ALICE, new UpdateLeverage(BTC, true, 10));
    rig.place(ALICE, tif(buy("0.1", "101000"), Tif.IOC));
    rig.price("BTC", "101000");

    ClearinghouseState state = rig.state(ALICE);
    Position position = rig.position(ALICE, "BTC");

    assertThat(position.entryPx()).isEqualByComparingTo("100005");
    assertThat(position.positionValue()).isEqualByComparingTo("10100");
    assertThat(position.unrealizedPnl()).isEqualByComparingTo("99.5");
    assertThat(position.marginUsed()).isEqualByComparingTo("1010");
    assertThat(position.returnOnEquity()).isBetween(dec("0.09949"), dec("0.0995"));
    assertThat(position.liquidationPx()).isEqualByComparingTo("50.63518987");
    assertThat(state.crossMaintenanceMarginUsed()).isEqualByComparingTo("126.25");
    MarginSummary all = state.marginSummary();
    // 10000 + 99.5 - 4.500225 of fee, cut off after six decimals
    assertThat(all.accountValue()).isEqualByComparingTo("10094.999775");
    assertThat(all.totalRawUsd()).isEqualByComparingTo(all.accountValue().subtract(dec("10100")));
    assertThat(state.withdrawable()).isEqualByComparingTo(all.accountValue().subtract(dec("1010")));
    assertThat(state.crossMarginSummary()).isEqualTo(all);
  }

  @Test
  void candlesAreMadeOfTradesAndOfHistory() {
    long minute = START - START % 60_000;
    for (int i = 5; i >= 1; i--) {
      rig.venue.history(
          new MarketTick.Bar(
              "BTC",
              minute - (i - 1) * 60_000L,
              dec("100"),
              dec("11" + i),
              dec("90"),
              dec("105"),
              dec("2")));
    }
    rig.venue.market(new MarketTick.Print("BTC", rig.now(), dec("101000"), dec("0.5"), null));
    rig.pass(1_000);
    rig.venue.market(new MarketTick.Print("BTC", rig.now(), dec("100900"), dec("0.25"), null));

    List<Candle> minutes = candles("1m");
    List<Candle> fives = candles("5m");

    assertThat(minutes).hasSize(6);
    assertThat(minutes.getLast())
        .isEqualTo(
            new Candle(
                minute,
                minute + 59_999,
                "BTC",
                "1m",
                dec("101000"),
                dec("100900"),
                dec("101000"),
                dec("100900"),
                dec("0.75"),
                2));
    assertThat(minutes.getFirst().high()).isEqualByComparingTo("115");
    assertThat(fives.getFirst().volume().add(fives.getLast().volume()))
        .isEqualByComparingTo("10.75");
    assertThat(candles("7m")).isEmpty();
  }

  private List<Candle> candles(String interval) {
    return ask(new MarketRequest.Candles(new MarketRequest.CandleRange("BTC", interval, 0, null)));
  }

  @Test
  void tradesAreToldNewestFirst() {
    rig.place(ALICE, tif(buy("0.01", "101000"), Tif.IOC));
    rig.place(ALICE, tif(sell("0.02", "99000"), Tif.IOC));

    List<Trade> trades = ask(new MarketRequest.RecentTrades("BTC"));

    assertThat(trades).extracting(it -> it.side().wire()).containsExactly("A", "B");
    assertThat(trades.getLast().users()).containsExactly(ALICE.hex(), House.ADDRESS.hex());
  }

  @Test
  void fillsArePagedAndPutTogether() {
    rig.place(ALICE, tif(buy("1", "101000"), Tif.IOC));
    rig.pass(1_000);
    rig.place(ALICE, tif(sell("0.1", "99000"), Tif.IOC));

    List<Fill> newest = ask(new AccountRequest.Fills(ALICE, null));
    List<Fill> together = ask(new AccountRequest.Fills(ALICE, true));
    List<Fill> first = ask(new AccountRequest.FillsByTime(ALICE, START, START, null, null));
    List<Fill> reversed = ask(new AccountRequest.FillsByTime(ALICE, 0, null, null, true));

    assertThat(newest).hasSize(4);
    assertThat(newest.getFirst().side().wire()).isEqualTo("A");
    assertThat(together).hasSize(2);
    assertThat(together.getLast().sz()).isEqualByComparingTo("1");
    assertThat(together.getLast().startPosition()).isZero();
    assertThat(first).hasSize(3);
    assertThat(first.getFirst().startPosition()).isZero();
    assertThat(reversed).isEqualTo(newest);
  }

  @Test
  void ordersAreToldAsTheyAre() {
    long oid = rig.rest(ALICE, Rig.named(buy("0.01", "99000"), 4));

    List<OpenOrder> open = ask(new AccountRequest.OpenOrders(ALICE, null));

    assertThat(open)
        .containsExactly(
            new OpenOrder(
                "BTC",
                BookSide.BID,
                dec("99000"),
                dec("0.01"),
                oid,
                START,
                dec("0.01"),
                Rig.cloid(4),
                null));
    assertThat(ask(new AccountRequest.OrderStatus(ALICE, OrderRef.of(1))).status())
        .isEqualTo("unknownOid");
  }

  @Test
  void whatCanBeTradedFollowsLeverage() {
    rig.act(ALICE, new UpdateLeverage(BTC, true, 10));

    ActiveAssetData data = ask(new AccountRequest.ActiveAsset(ALICE, "BTC"));

    assertThat(data.maxTradeSzs()).allMatch(it -> it.compareTo(BigDecimal.ONE) == 0);
    assertThat(data.availableToTrade()).allMatch(it -> it.compareTo(dec("10000")) == 0);
  }

  @Test
  void volumeEarnsActions() {
    rig.place(ALICE, tif(buy("0.1", "101000"), Tif.IOC));

    UserRateLimit limit = ask(new AccountRequest.RateLimit(ALICE));

    assertThat(limit.cumVlm()).isEqualByComparingTo("10000.5");
    assertThat(limit.nRequestsCap()).isEqualTo(20_000);
    assertThat(limit.nRequestsUsed()).isEqualTo(1);
  }
}
