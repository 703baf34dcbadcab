package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.BTC;
import static dev.orrery.exchange.venue.Rig.CAROL;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.dec;
import static dev.orrery.exchange.venue.Rig.exit;
import static dev.orrery.exchange.venue.Rig.named;
import static dev.orrery.exchange.venue.Rig.reduceOnly;
import static dev.orrery.exchange.venue.Rig.sell;
import static dev.orrery.exchange.venue.Rig.tif;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.Grouping;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders that wait for the mark price, alone and in groups, and orders that only shrink. */
class ExitsTest {
  private static final OrderRequest STOP =
      named(exit(false, "0.01", "85000", "95000", Tpsl.STOP_LOSS), 101);
  private static final OrderRequest PROFIT =
      named(exit(false, "0.01", "95000", "105000", Tpsl.TAKE_PROFIT), 102);

  private final Rig rig = Rig.quiet().funded(ALICE, BOB, CAROL);

  private void aliceHas(String size) {
    rig.rest(BOB, sell(size, "100000"));
    rig.place(ALICE, tif(buy(size, "100000"), Tif.IOC));
  }

  private String named101() {
    return rig.record(ALICE, OrderRef.of(Rig.cloid(101))).status();
  }

  private String named102() {
    return rig.record(ALICE, OrderRef.of(Rig.cloid(102))).status();
  }

  @ParameterizedTest
  @CsvSource({
    // side, purpose, trigger, does not fire at, fires at
    "false, STOP_LOSS, 95000, 95000.1, 95000",
    "false, TAKE_PROFIT, 105000, 104999.9, 105000",
    "true, STOP_LOSS, 105000, 104999.9, 105000",
    "true, TAKE_PROFIT, 95000, 95000.1, 95000",
  })
  void firesAtTheMarkPriceOnItsSide(
      boolean isBuy, Tpsl tpsl, String trigger, String not, String at) {
    OrderRequest opposite = isBuy ? buy("0.01", "100000") : sell("0.01", "100000");
    rig.rest(BOB, opposite);
    rig.place(ALICE, isBuy ? sell("0.01", "100000") : buy("0.01", "100000"));
    rig.place(ALICE, named(exit(isBuy, "0.01", trigger, trigger, tpsl), 101));

    rig.venue.control().holdMark("BTC", dec(not));
    assertThat(named101()).isEqualTo("open");
    rig.venue.control().holdMark("BTC", dec(at));

    assertThat(named101()).isEqualTo("marketOrderNoLiquidityRejected");
    assertThat(rig.told).anyMatch(it -> it.contains("\"status\":\"triggered\""));
  }

  @Test
  void aMarketExitTakesTheBookUpToItsLimit() {
    aliceHas("0.01");
    rig.place(ALICE, STOP);
    rig.rest(BOB, buy("0.004", "94000"));
    rig.rest(BOB, buy("0.004", "84000"));

    rig.venue.control().holdMark("BTC", dec("94999"));

    assertThat(named101()).isEqualTo("filled");
    assertThat(rig.record(ALICE, OrderRef.of(Rig.cloid(101))).order().sz())
        .isEqualByComparingTo("0.006");
    assertThat(rig.size(ALICE, "BTC")).isEqualByComparingTo("0.006");
  }

  @Test
  void aLimitExitRestsAtItsLimit() {
    aliceHas("0.01");
    OrderRequest stopLimit =
        new OrderRequest(
            BTC,
            false,
            dec("96000"),
            dec("0.01"),
            true,
            new OrderTerms.Trigger(false, dec("95000"), Tpsl.STOP_LOSS),
            Rig.cloid(101));
    rig.place(ALICE, stopLimit);
    DetailedOrder before = rig.open(ALICE).getFirst();

    rig.venue.control().holdMark("BTC", dec("94999"));

    DetailedOrder after = rig.open(ALICE).getFirst();
    assertThat(before.triggerCondition()).isEqualTo("Price below 95000");
    assertThat(before.orderType()).isEqualTo("Stop Limit");
    assertThat(before.isTrigger()).isTrue();
    assertThat(before.tif()).isNull();
    assertThat(after.oid()).isEqualTo(before.oid());
    assertThat(after.isTrigger()).isFalse();
    assertThat(after.tif()).isEqualTo("Gtc");
    rig.price("BTC", "97000");
    assertThat(named101()).isEqualTo("filled");
  }

  @Test
  void exitsOfAnEntryWaitForAllOfIt() {
    rig.rest(BOB, sell("0.004", "100000"));

    List<EntryStatus> all =
        rig.place(ALICE, Grouping.Plain.NORMAL_TPSL, buy("0.01", "100000"), STOP, PROFIT);

    assertThat(all.getFirst()).isInstanceOf(EntryStatus.Resting.class);
    assertThat(all.subList(1, 3))
        .containsExactly(EntryStatus.Word.WAITING_FOR_FILL, EntryStatus.Word.WAITING_FOR_FILL);
    assertThat(rig.open(ALICE).getLast().children()).hasSize(2);
    rig.venue.control().holdMark("BTC", dec("94000"));
    assertThat(named101()).isEqualTo("open");
    rig.venue.control().holdMark("BTC", dec("100000"));
    rig.place(BOB, tif(sell("0.006", "100000"), Tif.IOC));
    rig.rest(BOB, buy("0.01", "93000"));
    rig.venue.control().holdMark("BTC", dec("94000"));

    assertThat(named101()).isEqualTo("filled");
    assertThat(named102()).isEqualTo("siblingFilledCanceled");
    assertThat(rig.size(ALICE, "BTC")).isZero();
  }

  @Test
  void exitsOfAnEntryThatFillsAtOnceLiveAtOnce() {
    rig.rest(BOB, sell("0.01", "100000"));

    List<EntryStatus> all =
        rig.place(ALICE, Grouping.Plain.NORMAL_TPSL, buy("0.01", "100000"), STOP, PROFIT);

    assertThat(all.getFirst()).isInstanceOf(EntryStatus.Filled.class);
    assertThat(all.subList(1, 3))
        .containsExactly(
            EntryStatus.Word.WAITING_FOR_TRIGGER, EntryStatus.Word.WAITING_FOR_TRIGGER);
    rig.rest(BOB, buy("0.01", "105000"));
    rig.venue.control().holdMark("BTC", dec("105000"));
    assertThat(named102()).isEqualTo("filled");
    assertThat(named101()).isEqualTo("siblingFilledCanceled");
  }

  @Test
  void exitsGoWithAnEntryThatIsCancelled() {
    rig.rest(BOB, sell("0.004", "100000"));
    EntryStatus.Resting entry =
        (EntryStatus.Resting)
            rig.place(ALICE, Grouping.Plain.NORMAL_TPSL, buy("0.01", "100000"), STOP, PROFIT)
                .getFirst();

    rig.cancel(ALICE, BTC, entry.oid());

    assertThat(named101()).isEqualTo("canceled");
    assertThat(named102()).isEqualTo("canceled");
    assertThat(rig.open(ALICE)).isEmpty();
  }

  @Test
  void exitsOfARefusedEntryAreRefusedWithIt() {
    EntryStatus refused = new EntryStatus.Failed("Insufficient margin to place order. asset=0");

    assertThat(rig.place(ALICE, Grouping.Plain.NORMAL_TPSL, buy("2", "100000"), STOP, PROFIT))
        .containsExactly(refused, refused, refused);
    assertThat(rig.open(ALICE)).isEmpty();
  }

  @Test
  void exitsOfAGroupOnlyShrink() {
    OrderRequest opening =
        new OrderRequest(BTC, false, STOP.price(), STOP.size(), false, STOP.terms(), STOP.cloid());

    assertThat(rig.place(ALICE, Grouping.Plain.NORMAL_TPSL, buy("0.01", "99000"), opening))
        .containsExactly(new EntryStatus.Failed("Trigger order is not reduce only."));
  }

  @Test
  void exitsOfAPositionTakeAllOfItWhateverItIsThen() {
    aliceHas("0.01");

    assertThat(
            rig.place(
                ALICE,
                Grouping.Plain.POSITION_TPSL,
                named(exit(false, "0", "85000", "95000", Tpsl.STOP_LOSS), 101),
                named(exit(false, "0", "95000", "105000", Tpsl.TAKE_PROFIT), 102)))
        .containsExactly(
            EntryStatus.Word.WAITING_FOR_TRIGGER, EntryStatus.Word.WAITING_FOR_TRIGGER);
    assertThat(rig.open(ALICE)).allMatch(DetailedOrder::isPositionTpsl);
    aliceHas("0.02");
    rig.rest(BOB, buy("0.05", "94000"));
    rig.venue.control().holdMark("BTC", dec("94500"));

    assertThat(rig.size(ALICE, "BTC")).isZero();
    assertThat(named101()).isEqualTo("filled");
    assertThat(named102()).isEqualTo("siblingFilledCanceled");
  }

  @Test
  void exitsOfAPositionNeedOne() {
    assertThat(
            rig.place(
                ALICE,
                Grouping.Plain.POSITION_TPSL,
                exit(false, "0", "85000", "95000", Tpsl.STOP_LOSS)))
        .containsExactly(
            new EntryStatus.Failed("Reduce only order would increase position. asset=0"));
  }

  @Test
  void exitsGoWithThePosition() {
    aliceHas("0.01");
    rig.place(ALICE, STOP);
    long resting = rig.rest(ALICE, reduceOnly(sell("0.01", "110000")));

    rig.rest(BOB, buy("0.01", "100000"));
    rig.place(ALICE, tif(sell("0.01", "100000"), Tif.IOC));

    assertThat(named101()).isEqualTo("reduceOnlyCanceled");
    assertThat(rig.status(ALICE, resting)).isEqualTo("reduceOnlyCanceled");
  }

  @Test
  void aReduceOnlyOrderTakesNoMoreThanThereIs() {
    aliceHas("0.01");
    rig.rest(BOB, buy("0.05", "99000"));

    EntryStatus.Filled filled =
        (EntryStatus.Filled) rig.place(ALICE, reduceOnly(tif(sell("0.03", "99000"), Tif.IOC)));

    assertThat(filled.totalSz()).isEqualByComparingTo("0.01");
    assertThat(rig.size(ALICE, "BTC")).isZero();
  }

  @Test
  void theOldestReduceOnlyOrderGivesWayToANewOne() {
    aliceHas("0.01");
    long first = rig.rest(ALICE, reduceOnly(sell("0.01", "110000")));
    long second = rig.rest(ALICE, reduceOnly(sell("0.004", "111000")));

    assertThat(rig.status(ALICE, first)).isEqualTo("reduceOnlyCanceled");
    assertThat(rig.status(ALICE, second)).isEqualTo("open");
  }

  @Test
  void aSmallerPositionCutsTheNewestReduceOnlyOrder() {
    aliceHas("0.01");
    long exit = rig.rest(ALICE, reduceOnly(sell("0.01", "110000")));
    rig.rest(BOB, buy("0.007", "99000"));

    rig.place(ALICE, tif(sell("0.007", "99000"), Tif.IOC));

    assertThat(rig.status(ALICE, exit)).isEqualTo("open");
    assertThat(rig.open(ALICE).getFirst().sz()).isEqualByComparingTo("0.003");
  }

  @Test
  void aCandleFiresWhatItsExtremesReach() {
    Rig busy = Rig.withMakers().funded(ALICE);
    busy.place(ALICE, tif(buy("0.01", "101000"), Tif.IOC));
    busy.place(ALICE, STOP);

    busy.venue.market(
        new MarketTick.Bar(
            "BTC",
            busy.now(),
            dec("100000"),
            dec("101000"),
            dec("94000"),
            dec("100500"),
            dec("10")));

    assertThat(busy.size(ALICE, "BTC")).isZero();
    assertThat(busy.fills.getLast().px()).isBetween(dec("93900"), dec("94000"));
  }
}
