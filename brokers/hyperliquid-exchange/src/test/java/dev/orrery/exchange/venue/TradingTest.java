package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.BTC;
import static dev.orrery.exchange.venue.Rig.CAROL;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.dec;
import static dev.orrery.exchange.venue.Rig.named;
import static dev.orrery.exchange.venue.Rig.sell;
import static dev.orrery.exchange.venue.Rig.tif;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders meet on a book. */
class TradingTest {
  private final Rig rig = Rig.quiet().funded(ALICE, BOB, CAROL);

  @Test
  void restsAndIsTakenAtItsOwnPrice() {
    long resting = rig.rest(ALICE, named(buy("0.01", "99990"), 7));

    EntryStatus taken = rig.place(BOB, tif(sell("0.01", "99000"), Tif.IOC));

    assertThat(taken).isInstanceOf(EntryStatus.Filled.class);
    assertThat(((EntryStatus.Filled) taken).avgPx()).isEqualByComparingTo("99990");
    assertThat(rig.status(ALICE, resting)).isEqualTo("filled");
    assertThat(rig.fills)
        .extracting(Fill::dir, Fill::crossed, Fill::fee, Fill::cloid)
        .containsExactly(
            tuple("Open Short", true, dec("0.449955"), null),
            tuple("Open Long", false, dec("0.149985"), Rig.cloid(7)));
    assertThat(rig.fills).extracting(Fill::tid).containsOnly(rig.fills.getFirst().tid());
    assertThat(rig.size(ALICE, "BTC")).isEqualByComparingTo("0.01");
    assertThat(rig.size(BOB, "BTC")).isEqualByComparingTo("-0.01");
  }

  @Test
  void firstComeFirstServedAndBetterPricesBeforeThat() {
    rig.rest(ALICE, buy("0.001", "99990"));
    rig.rest(BOB, buy("0.001", "99990"));
    rig.rest(BOB, buy("0.001", "99991"));

    rig.place(CAROL, tif(sell("0.0025", "99000"), Tif.IOC));

    List<Fill> makers = rig.fills.stream().filter(it -> !it.crossed()).toList();
    assertThat(makers)
        .extracting(fill -> fill.px() + "x" + fill.sz())
        .containsExactly("99991x0.001", "99990x0.001", "99990x0.0005");
    assertThat(rig.size(ALICE, "BTC")).isEqualByComparingTo("0.001");
    assertThat(rig.size(BOB, "BTC")).isEqualByComparingTo("0.0015");
  }

  @Test
  void whatIsLeftOfAGoodTillCancelledOrderRests() {
    rig.rest(ALICE, sell("0.001", "100001"));

    long oid = rig.rest(BOB, buy("0.003", "100001"));

    assertThat(rig.open(BOB)).hasSize(1);
    assertThat(rig.open(BOB).getFirst().sz()).isEqualByComparingTo("0.002");
    assertThat(rig.open(BOB).getFirst().origSz()).isEqualByComparingTo("0.003");
    assertThat(rig.status(BOB, oid)).isEqualTo("open");
    assertThat(rig.cancel(BOB, BTC, oid)).isEqualTo(EntryStatus.Word.SUCCESS);
    assertThat(rig.open(BOB)).isEmpty();
  }

  @Test
  void anImmediateOrderKeepsWhatItGotAndTellsTheRest() {
    rig.rest(ALICE, sell("0.001", "100001"));

    EntryStatus status = rig.place(BOB, tif(named(buy("0.003", "100001"), 9), Tif.IOC));

    EntryStatus.Filled filled = (EntryStatus.Filled) status;
    assertThat(filled.totalSz()).isEqualByComparingTo("0.001");
    OrderRecord told = rig.record(BOB, OrderRef.of(Rig.cloid(9)));
    assertThat(told.status()).isEqualTo("filled");
    assertThat(told.order().sz()).isEqualByComparingTo("0.002");
    assertThat(rig.open(BOB)).isEmpty();
  }

  @Test
  void ownOrdersInTheWayAreCancelledNotTraded() {
    long own = rig.rest(ALICE, sell("0.001", "100001"));
    rig.rest(BOB, sell("0.001", "100002"));

    rig.place(ALICE, tif(buy("0.001", "100002"), Tif.IOC));

    assertThat(rig.status(ALICE, own)).isEqualTo("selfTradeCanceled");
    assertThat(rig.fills).hasSize(2);
    assertThat(rig.told).contains("cancelled " + ALICE + " " + own);
  }

  @Test
  void profitIsGrossAndFeesAreApart() {
    rig.rest(ALICE, sell("0.01", "100000"));
    rig.place(BOB, tif(buy("0.01", "100000"), Tif.IOC));
    rig.rest(ALICE, buy("0.02", "101000"));

    rig.place(BOB, tif(sell("0.02", "101000"), Tif.IOC));

    Fill last = rig.fills.get(2);
    assertThat(last.dir()).isEqualTo("Long > Short");
    assertThat(last.startPosition()).isEqualByComparingTo("0.01");
    assertThat(last.closedPnl()).isEqualByComparingTo("10");
    assertThat(last.fee()).isEqualByComparingTo("0.909");
    assertThat(rig.state(BOB).marginSummary().accountValue()).isEqualByComparingTo("10018.641");
  }

  @Test
  void theMarketOutsideFillsWhatItTradedThrough() {
    long beyond = rig.rest(ALICE, buy("0.01", "99000"));
    long below = rig.rest(ALICE, buy("0.01", "98000"));

    rig.price("BTC", "98500");

    assertThat(rig.status(ALICE, beyond)).isEqualTo("filled");
    assertThat(rig.status(ALICE, below)).isEqualTo("open");
    assertThat(rig.fills).extracting(Fill::px).containsExactly(dec("99000"));
    assertThat(rig.position(ALICE, "BTC").unrealizedPnl()).isEqualByComparingTo("-5");
  }

  @Test
  void atItsPriceTheMarketFillsWhatItTraded() {
    rig.rest(ALICE, buy("0.01", "99000"));

    rig.venue.market(new MarketTick.Print("BTC", rig.now(), dec("99000"), dec("0.004"), null));

    assertThat(rig.size(ALICE, "BTC")).isEqualByComparingTo("0.004");
  }

  @Test
  void makersStandAroundThePrice() {
    Rig busy = Rig.withMakers().funded(ALICE);

    EntryStatus bought = busy.place(ALICE, tif(buy("0.01", "101000"), Tif.IOC));
    EntryStatus sold = busy.place(ALICE, tif(sell("0.01", "99000"), Tif.IOC));

    assertThat(((EntryStatus.Filled) bought).avgPx()).isEqualByComparingTo("100005");
    assertThat(((EntryStatus.Filled) sold).avgPx()).isEqualByComparingTo("99995");
  }
}
