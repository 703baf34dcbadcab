package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.BTC;
import static dev.orrery.exchange.venue.Rig.CAROL;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.dec;
import static dev.orrery.exchange.venue.Rig.sell;
import static dev.orrery.exchange.venue.Rig.tif;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import dev.orrery.hyperliquid.wire.action.UpdateLeverage;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.FillLiquidation;
import org.junit.jupiter.api.Test;

/** Positions whose margin is gone. */
class LiquidationTest {
  private final Rig rig = Rig.quiet().funded(ALICE, BOB, CAROL);

  /** Alice buys with the leverage she may have at most, from Bob who has plenty. */
  private void aliceHas(String size, boolean cross) {
    rig.venue.control().deposit(BOB, dec("10000000"));
    rig.act(ALICE, new UpdateLeverage(BTC, cross, 40));
    rig.rest(BOB, sell(size, "100000"));
    rig.place(ALICE, tif(buy(size, "100000"), Tif.IOC));
  }

  private void mark(String px) {
    rig.venue.control().holdMark("BTC", dec(px));
  }

  @Test
  void isSoldOnTheBookWhenValueIsBelowMaintenance() {
    // 10,000 - 40.5 of fee, on 0.9 bought: liquidated at about 90,059
    aliceHas("0.9", true);
    long other = rig.rest(ALICE, buy("0.001", "80000"));
    rig.rest(CAROL, buy("0.5", "90000"));
    rig.rest(BOB, buy("2", "89900"));

    mark("90100");
    assertThat(rig.liquidations).isEmpty();
    mark("90050");

    assertThat(rig.liquidations).hasSize(1);
    assertThat(rig.liquidations.getFirst().liquidatedNtlPos()).isEqualByComparingTo("81045");
    assertThat(rig.size(ALICE, "BTC")).isZero();
    assertThat(rig.status(ALICE, other)).isEqualTo("liquidatedCanceled");
    Fill own = rig.fills.get(2);
    assertThat(own.dir()).isEqualTo("Liquidated Cross Long");
    assertThat(own.liquidation()).isEqualTo(new FillLiquidation(ALICE, dec("90050"), "market"));
    Fill theirs = rig.fills.get(3);
    assertThat(theirs.dir()).isEqualTo("Open Long");
    assertThat(theirs.liquidation()).isEqualTo(own.liquidation());
    assertThat(rig.state(ALICE).marginSummary().accountValue()).isPositive();
  }

  @Test
  void ofALargePositionAFifthGoesFirstAndTheRestWithinHalfAMinute() {
    rig.venue.control().deposit(ALICE, dec("20000"));
    aliceHas("3", true);
    rig.rest(BOB, buy("20", "91000"));

    mark("91130");
    assertThat(rig.size(ALICE, "BTC")).isEqualByComparingTo("2.4");

    mark("91000");
    assertThat(rig.size(ALICE, "BTC")).isEqualByComparingTo("2.4");
    mark("90900");
    assertThat(rig.size(ALICE, "BTC")).isZero();
  }

  @Test
  void theHouseTakesOverWhatIsHopeless() {
    aliceHas("0.9", true);

    mark("89000");

    assertThat(rig.size(ALICE, "BTC")).isZero();
    assertThat(rig.state(ALICE).marginSummary().accountValue()).isZero();
    Fill last = rig.fills.getLast();
    assertThat(last.px()).isEqualByComparingTo("89000");
    assertThat(last.liquidation()).isEqualTo(new FillLiquidation(ALICE, dec("89000"), "backstop"));
    assertThat(rig.venue.state().house().stakes().iterator().next().size())
        .isEqualByComparingTo("0.9");
  }

  @Test
  void theHouseBearsWhatIsBelowZero() {
    aliceHas("1.9", true);

    mark("80000");

    assertThat(rig.state(ALICE).marginSummary().accountValue()).isZero();
    assertThat(rig.venue.state().house().cash().signum()).isNegative();
  }

  @Test
  void anIsolatedPositionTakesItsMarginAndNothingElse() {
    aliceHas("0.4", false);
    assertThat(rig.position(ALICE, "BTC").marginUsed()).isEqualByComparingTo("1000");

    mark("90000");

    assertThat(rig.size(ALICE, "BTC")).isZero();
    assertThat(rig.state(ALICE).marginSummary().accountValue()).isBetween(dec("8950"), dec("9000"));
    assertThat(rig.fills.getLast().dir()).isEqualTo("Liquidated Isolated Long");
  }

  @Test
  void whoHoldsTooLittleToBeHelpedWaitsWithoutEnd() {
    aliceHas("0.9", true);

    mark("90050");

    assertThat(rig.liquidations).hasSize(1);
    assertThat(rig.size(ALICE, "BTC")).isEqualByComparingTo("0.9");
    rig.rest(BOB, buy("2", "90000"));
    rig.pass(3_000);
    assertThat(rig.size(ALICE, "BTC")).isZero();
  }

  @Test
  void byHandEverythingIsClosedAndWhatIsLeftStays() {
    aliceHas("0.1", true);

    rig.venue.control().liquidate(ALICE);

    assertThat(rig.size(ALICE, "BTC")).isZero();
    assertThat(rig.liquidations).hasSize(1);
    assertThat(rig.state(ALICE).marginSummary().accountValue()).isEqualByComparingTo("9991");
  }

  @Test
  void aStopBeforeTheLiquidationPriceFiresFirst() {
    aliceHas("0.9", true);
    rig.rest(BOB, buy("2", "90500"));
    rig.place(ALICE, Rig.exit(false, "0.9", "85000", "91000", Tpsl.STOP_LOSS));

    mark("90000");

    assertThat(rig.liquidations).isEmpty();
    assertThat(rig.size(ALICE, "BTC")).isZero();
  }
}
