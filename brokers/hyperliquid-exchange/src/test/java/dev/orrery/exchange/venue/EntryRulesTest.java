package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.BTC;
import static dev.orrery.exchange.venue.Rig.ETH;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.dec;
import static dev.orrery.exchange.venue.Rig.exit;
import static dev.orrery.exchange.venue.Rig.limit;
import static dev.orrery.exchange.venue.Rig.named;
import static dev.orrery.exchange.venue.Rig.reduceOnly;
import static dev.orrery.exchange.venue.Rig.sell;
import static dev.orrery.exchange.venue.Rig.tif;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.action.ApproveBuilderFee;
import dev.orrery.hyperliquid.wire.action.BuilderFee;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.Grouping;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.action.UpdateLeverage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every rule of taking an order, with the venue's words. */
class EntryRulesTest {
  private final Rig rig = Rig.quiet().funded(ALICE, BOB);

  @ParameterizedTest
  @CsvSource({
    "99999.5, Price must be divisible by tick size. asset=0",
    "100000.5, Price must be divisible by tick size. asset=0",
    "99999.55, Order has invalid price.",
    "0, Order has invalid price.",
    "-1, Order has invalid price.",
  })
  void pricesHaveFiveFiguresAndFewDecimals(String price, String text) {
    assertThat(rig.refusal(ALICE, buy("0.001", price))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"100001, 0.001", "9999.9, 0.002", "123456, 0.001"})
  void takesPricesOnTheGridAndWholeOnes(String price, String size) {
    assertThat(rig.place(ALICE, buy(size, price))).isInstanceOf(EntryStatus.Resting.class);
  }

  @Test
  void triggerPricesAreOnTheGridToo() {
    assertThat(rig.refusal(ALICE, exit(false, "0.001", "90000", "90000.55", Tpsl.STOP_LOSS)))
        .isEqualTo("Order has invalid price.");
    assertThat(rig.refusal(ALICE, exit(false, "0.001", "90000", "90000.5", Tpsl.STOP_LOSS)))
        .isEqualTo("Price must be divisible by tick size. asset=0");
  }

  @ParameterizedTest
  @CsvSource({
    "0.000001, Order has invalid size.",
    "-0.001, Order has invalid size.",
    "0, Order has zero size.",
  })
  void sizesAreWholeLots(String size, String text) {
    assertThat(rig.refusal(ALICE, buy(size, "100000"))).isEqualTo(text);
  }

  @Test
  void anOrderIsWorthTenDollars() {
    String text = "Order must have minimum value of $10. asset=0";

    assertThat(rig.refusal(ALICE, buy("0.00009", "100000"))).isEqualTo(text);
    assertThat(rig.place(ALICE, buy("0.0001", "100000"))).isInstanceOf(EntryStatus.Resting.class);
  }

  @Test
  void butOneThatClosesAllThatIsLeftMayBeWorthLess() {
    rig.rest(ALICE, buy("0.00101", "100000"));
    rig.place(BOB, sell("0.00101", "100000"));
    rig.rest(BOB, buy("0.001", "99990"));
    rig.place(ALICE, reduceOnly(sell("0.001", "99990")));
    rig.rest(BOB, buy("0.001", "99990"));

    assertThat(rig.refusal(ALICE, tif(sell("0.00001", "99990"), Tif.IOC)))
        .isEqualTo("Order must have minimum value of $10. asset=0");
    assertThat(rig.place(ALICE, reduceOnly(tif(sell("0.00001", "99990"), Tif.IOC))))
        .isInstanceOf(EntryStatus.Filled.class);
  }

  @ParameterizedTest
  @CsvSource({"195001", "4999"})
  void aPriceIsNotFartherThanNineteenTwentiethsFromTheMark(String price) {
    assertThat(rig.refusal(ALICE, buy("0.01", price)))
        .isEqualTo("Order price cannot be more than 95% away from the reference price");
  }

  @Test
  void postOnlyOrdersNeverTake() {
    rig.rest(BOB, sell("0.001", "100010"));
    rig.rest(BOB, buy("0.001", "99990"));

    assertThat(rig.refusal(ALICE, tif(buy("0.001", "100010"), Tif.ALO)))
        .isEqualTo("Post only order would have immediately matched, bbo was 99990@100010. asset=0");
    assertThat(rig.place(ALICE, tif(buy("0.001", "100009"), Tif.ALO)))
        .isInstanceOf(EntryStatus.Resting.class);
  }

  @Test
  void immediateOrdersFindSomethingOrNothing() {
    String text = "Order could not immediately match against any resting orders. asset=0";

    assertThat(rig.refusal(ALICE, tif(buy("0.001", "100000"), Tif.IOC))).isEqualTo(text);
    assertThat(rig.refusal(ALICE, tif(buy("0.001", "100000"), Tif.FRONTEND_MARKET)))
        .isEqualTo("No liquidity available for market order. asset=0");
    rig.rest(BOB, sell("0.001", "100010"));
    assertThat(rig.refusal(ALICE, tif(buy("0.001", "100009"), Tif.FRONTEND_MARKET)))
        .isEqualTo(text);
    assertThat(rig.place(ALICE, tif(buy("0.001", "100010"), Tif.FRONTEND_MARKET)))
        .isInstanceOf(EntryStatus.Filled.class);
  }

  @Test
  void marginForTheWholeOrderIsNeededWhenItIsPlaced() {
    String text = "Insufficient margin to place order. asset=0";

    assertThat(rig.refusal(ALICE, buy("2", "100000"))).isEqualTo(text);
    assertThat(rig.place(ALICE, buy("1.9", "100000"))).isInstanceOf(EntryStatus.Resting.class);
    rig.act(BOB, new UpdateLeverage(BTC, true, 1));
    assertThat(rig.refusal(BOB, buy("0.1", "100000"))).isEqualTo(text);
    assertThat(rig.place(BOB, buy("0.099", "100000"))).isInstanceOf(EntryStatus.Resting.class);
  }

  @Test
  void restingOrdersHoldNoMarginUntilTheyMatch() {
    long first = rig.rest(ALICE, buy("1.5", "99000"));
    long second = rig.rest(ALICE, buy("1.5", "98900"));

    rig.price("BTC", "98800");

    assertThat(rig.status(ALICE, first)).isEqualTo("filled");
    assertThat(rig.status(ALICE, second)).isEqualTo("marginCanceled");
    assertThat(rig.told).contains("cancelled " + ALICE + " " + second);
  }

  @Test
  void aPositionStaysWithinTheTierOfItsLeverage() {
    rig.venue.control().deposit(ALICE, dec("100000000"));
    rig.act(ALICE, new UpdateLeverage(BTC, true, 40));

    assertThat(rig.refusal(ALICE, buy("1500", "100000")))
        .isEqualTo(
            "Order would cause position to exceed margin tier limit at current leverage asset=0");
    rig.act(ALICE, new UpdateLeverage(BTC, true, 20));
    assertThat(rig.place(ALICE, buy("1500", "100000"))).isInstanceOf(EntryStatus.Resting.class);
  }

  @Test
  void reduceOnlyOrdersNeedSomethingToReduce() {
    String text = "Reduce only order would increase position. asset=0";

    assertThat(rig.refusal(ALICE, reduceOnly(buy("0.001", "100000")))).isEqualTo(text);
    rig.rest(ALICE, buy("0.001", "100000"));
    rig.place(BOB, sell("0.001", "100000"));
    assertThat(rig.refusal(ALICE, reduceOnly(buy("0.001", "100000")))).isEqualTo(text);
    assertThat(rig.place(ALICE, reduceOnly(sell("0.001", "100000"))))
        .isInstanceOf(EntryStatus.Resting.class);
  }

  @Test
  void stopsThatWouldFireAtOnceAreRefusedAndTakeProfitsFire() {
    rig.rest(ALICE, buy("0.001", "100000"));
    rig.place(BOB, sell("0.001", "100000"));
    rig.rest(BOB, buy("0.001", "99990"));

    assertThat(rig.refusal(ALICE, exit(false, "0.001", "99000", "100001", Tpsl.STOP_LOSS)))
        .isEqualTo("Invalid TP/SL price. asset=0");
    assertThat(rig.place(ALICE, exit(false, "0.001", "99000", "99999", Tpsl.TAKE_PROFIT)))
        .isInstanceOf(EntryStatus.Resting.class);
    assertThat(rig.size(ALICE, "BTC")).isZero();
  }

  @Test
  void aClientsIdIsFreeAgainWhenItsOrderIsGone() {
    long oid = rig.rest(ALICE, named(buy("0.001", "99000"), 5));

    assertThat(rig.refusal(ALICE, named(buy("0.001", "99000"), 5)))
        .isEqualTo("Order with cloid " + Rig.cloid(5) + " is already open. asset=0");
    rig.cancel(ALICE, BTC, oid);
    assertThat(rig.place(ALICE, named(buy("0.001", "99000"), 5)))
        .isInstanceOf(EntryStatus.Resting.class);
  }

  @Test
  void thereIsAnEndToOpenOrdersSoonerForExits() {
    rig.rest(ALICE, buy("0.001", "100000"));
    rig.place(BOB, sell("0.001", "100000"));
    for (int i = 0; i < 1000; i++) {
      rig.rest(ALICE, buy("0.001", "90000"));
    }

    assertThat(rig.refusal(ALICE, exit(false, "0.001", "80000", "90000", Tpsl.STOP_LOSS)))
        .isEqualTo("Too many open orders asset=0");
    assertThat(rig.refusal(ALICE, buy("0.001", "90000"))).isEqualTo("Too many open orders asset=0");
  }

  @Test
  void aBuilderEarnsWhatWasApproved() {
    BuilderFee fee = new BuilderFee(Rig.address(0xb111), 10);
    rig.rest(BOB, sell("0.01", "100000"));
    PlaceOrders order =
        new PlaceOrders(List.of(tif(buy("0.01", "100000"), Tif.IOC)), Grouping.Plain.NA, fee);

    assertThat(rig.act(ALICE, order))
        .isEqualTo(statuses(new EntryStatus.Failed("Builder fee has not been approved")));
    long nonce = rig.nextNonce();
    rig.act(
        ALICE,
        new ApproveBuilderFee(
            SigningChain.of(rig.venue.settings().network()), "0.01%", fee.builder(), nonce),
        nonce,
        null,
        null);
    rig.act(ALICE, order);

    assertThat(rig.fills.getFirst().fee()).isEqualByComparingTo("0.55");
    assertThat(rig.fills.getFirst().builderFee()).isEqualByComparingTo("0.1");
  }

  @Test
  void anActionWithoutOrdersIsRefusedWhole() {
    assertThat(rig.act(ALICE, new PlaceOrders(List.of(), Grouping.Plain.NA, null)))
        .isEqualTo(new ExchangeAnswer.Refused("Orders are empty"));
  }

  @Test
  void aMarketThatIsNotListedIsSaidSo() {
    assertThat(rig.refusal(ALICE, limit(7, true, "1", "1", Tif.GTC)))
        .isEqualTo("Asset 7 is not listed.");
    assertThat(rig.refusal(ALICE, limit(10_000, true, "1", "1", Tif.GTC)))
        .isEqualTo("Asset 10000 is not listed.");
  }

  @Test
  void ordersOfABatchAreTakenOneByOne() {
    List<EntryStatus> all =
        rig.place(
            ALICE,
            Grouping.Plain.NA,
            buy("0.001", "99000"),
            buy("0.00001", "99000"),
            limit(ETH, true, "0.01", "3900", Tif.GTC));

    assertThat(all.get(0)).isInstanceOf(EntryStatus.Resting.class);
    assertThat(all.get(1))
        .isEqualTo(new EntryStatus.Failed("Order must have minimum value of $10. asset=0"));
    assertThat(all.get(2)).isInstanceOf(EntryStatus.Resting.class);
  }

  @Test
  void refusalsByHandBreakABatchInPart() {
    rig.venue.control().rejectNext(ALICE, 1, 1, "Insufficient margin to place order.");

    OrderRequest order = buy("0.001", "99000");
    List<EntryStatus> all = rig.place(ALICE, Grouping.Plain.NA, order, order, order);

    assertThat(all.get(0)).isInstanceOf(EntryStatus.Resting.class);
    assertThat(all.get(1))
        .isEqualTo(new EntryStatus.Failed("Insufficient margin to place order. asset=0"));
    assertThat(all.get(2)).isInstanceOf(EntryStatus.Resting.class);
  }

  @Test
  void aRefusedOrderIsWrittenDownWithItsReason() {
    rig.place(ALICE, named(buy("2", "100000"), 3));

    assertThat(rig.record(ALICE, OrderRef.of(Rig.cloid(3))).status())
        .isEqualTo("perpMarginRejected");
  }

  private static ExchangeAnswer statuses(EntryStatus... all) {
    return new ExchangeAnswer.Statuses("order", List.of(all));
  }
}
