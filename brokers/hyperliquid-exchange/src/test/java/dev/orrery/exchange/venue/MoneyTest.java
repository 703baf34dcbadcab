package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.BTC;
import static dev.orrery.exchange.venue.Rig.CAROL;
import static dev.orrery.exchange.venue.Rig.address;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.dec;
import static dev.orrery.exchange.venue.Rig.sell;
import static dev.orrery.exchange.venue.Rig.tif;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.wire.action.CreateSubAccount;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.SendAsset;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.action.SpotSend;
import dev.orrery.hyperliquid.wire.action.SubAccountTransfer;
import dev.orrery.hyperliquid.wire.action.TwapCancel;
import dev.orrery.hyperliquid.wire.action.UpdateIsolatedMargin;
import dev.orrery.hyperliquid.wire.action.UpdateLeverage;
import dev.orrery.hyperliquid.wire.action.UsdClassTransfer;
import dev.orrery.hyperliquid.wire.action.UsdSend;
import dev.orrery.hyperliquid.wire.action.UserSignedAction;
import dev.orrery.hyperliquid.wire.action.VaultTransfer;
import dev.orrery.hyperliquid.wire.action.Withdraw;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.info.Position;
import dev.orrery.hyperliquid.wire.info.SpotBalance;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Money that moves, leverage, and margin that is set apart. */
class MoneyTest {
  private static final SigningChain CHAIN = SigningChain.of(Network.TESTNET);
  private static final ExchangeAnswer DONE = new ExchangeAnswer.Done();
  private static final ExchangeAnswer TOO_LITTLE =
      new ExchangeAnswer.Refused("Insufficient balance for token transfer");

  private final Rig rig = Rig.quiet().funded(ALICE, BOB);

  private ExchangeAnswer signed(Address user, UserSignedAction action) {
    return rig.act(user, action, action.nonce(), null, null);
  }

  private BigDecimal value(Address user) {
    return rig.state(user).marginSummary().accountValue();
  }

  private void aliceHas(String size) {
    rig.rest(BOB, sell(size, "100000"));
    rig.place(ALICE, tif(buy(size, "100000"), Tif.IOC));
  }

  @Test
  void sendsUsdToAnybody() {
    assertThat(signed(ALICE, new UsdSend(CHAIN, BOB.hex(), "12.5", rig.nextNonce())))
        .isEqualTo(DONE);
    assertThat(signed(ALICE, new UsdSend(CHAIN, CAROL.hex(), "1", rig.nextNonce())))
        .isEqualTo(DONE);

    assertThat(value(ALICE)).isEqualByComparingTo("9986.5");
    assertThat(value(BOB)).isEqualByComparingTo("10012.5");
    assertThat(value(CAROL)).isEqualByComparingTo("1");
    List<LedgerUpdate> ledger = rig.ask(new AccountRequest.Ledger(BOB, 0L, null));
    assertThat(ledger)
        .extracting(it -> it.delta().type())
        .containsExactly("deposit", "internalTransfer");
  }

  @Test
  void sendsNoMoreThanMarginAllows() {
    aliceHas("1");

    // A tenth of 100,000 has to stay, though 5,000 would do for the leverage.
    assertThat(signed(ALICE, new UsdSend(CHAIN, BOB.hex(), "0.01", rig.nextNonce())))
        .isEqualTo(TOO_LITTLE);
    rig.price("BTC", "100100");
    // 10000 + 100 - 45 of fee, less 10010
    assertThat(signed(ALICE, new UsdSend(CHAIN, BOB.hex(), "45.01", rig.nextNonce())))
        .isEqualTo(TOO_LITTLE);
    assertThat(signed(ALICE, new UsdSend(CHAIN, BOB.hex(), "45", rig.nextNonce()))).isEqualTo(DONE);
  }

  @Test
  void amountsAreAboveZeroAndPlain() {
    for (String amount : List.of("0", "-5", "1e3", "0.0000001", "", "NaN")) {
      assertThat(signed(ALICE, new UsdSend(CHAIN, BOB.hex(), amount, rig.nextNonce())))
          .as(amount)
          .isEqualTo(new ExchangeAnswer.Refused("Invalid amount: " + amount));
    }
    assertThat(signed(ALICE, new UsdSend(CHAIN, "bob", "1", rig.nextNonce())))
        .isEqualTo(new ExchangeAnswer.Refused("Invalid destination."));
  }

  @Test
  void withdrawsForADollar() {
    assertThat(signed(ALICE, new Withdraw(CHAIN, ALICE.hex(), "100", rig.nextNonce())))
        .isEqualTo(DONE);
    assertThat(signed(ALICE, new Withdraw(CHAIN, ALICE.hex(), "9900.01", rig.nextNonce())))
        .isEqualTo(new ExchangeAnswer.Refused("Insufficient balance for withdrawal"));

    assertThat(value(ALICE)).isEqualByComparingTo("9900");
  }

  @Test
  void movesUsdToSpotAndBack() {
    assertThat(signed(ALICE, new UsdClassTransfer(CHAIN, "100", false, rig.nextNonce())))
        .isEqualTo(DONE);
    assertThat(signed(ALICE, new UsdClassTransfer(CHAIN, "101", true, rig.nextNonce())))
        .isEqualTo(TOO_LITTLE);
    assertThat(signed(ALICE, new SpotSend(CHAIN, BOB.hex(), "USDC:0x1", "30", rig.nextNonce())))
        .isEqualTo(DONE);
    assertThat(
            signed(
                ALICE,
                new SendAsset(CHAIN, BOB.hex(), "spot", "", "USDC:0x1", "20", "", rig.nextNonce())))
        .isEqualTo(DONE);

    assertThat(value(ALICE)).isEqualByComparingTo("9900");
    assertThat(value(BOB)).isEqualByComparingTo("10020");
    assertThat(spot(ALICE)).isEqualByComparingTo("50");
    assertThat(spot(BOB)).isEqualByComparingTo("30");
  }

  private BigDecimal spot(Address user) {
    return rig.ask(new AccountRequest.Spot(user)).balances().stream()
        .map(SpotBalance::total)
        .findFirst()
        .orElse(BigDecimal.ZERO);
  }

  @Test
  void movesUsdToSubAccountsAndBack() {
    Address sub = ((ExchangeAnswer.Created) rig.act(ALICE, new CreateSubAccount("s"))).account();

    assertThat(rig.act(ALICE, new SubAccountTransfer(sub, true, 50_000_000))).isEqualTo(DONE);
    assertThat(rig.act(ALICE, new SubAccountTransfer(sub, false, 20_000_000))).isEqualTo(DONE);
    assertThat(
            signed(
                ALICE, new UsdClassTransfer(CHAIN, "10 subaccount:" + sub, false, rig.nextNonce())))
        .isEqualTo(DONE);
    assertThat(rig.act(BOB, new SubAccountTransfer(sub, false, 1)))
        .isEqualTo(
            new ExchangeAnswer.Refused("Sub-account " + sub + " is not registered to " + BOB));

    assertThat(value(sub)).isEqualByComparingTo("20");
    assertThat(spot(sub)).isEqualByComparingTo("10");
    assertThat(value(ALICE)).isEqualByComparingTo("9970");
  }

  @Test
  void byHandMoneyComesAndGoes() {
    rig.venue.control().deposit(ALICE, dec("5"));
    rig.venue.control().withdraw(ALICE, dec("10005"));

    assertThat(value(ALICE)).isZero();
    assertThatThrownBy(() -> rig.venue.control().withdraw(ALICE, dec("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(ALICE + " has 0 USDC, which is less than 1");
    assertThatThrownBy(() -> rig.venue.control().liquidate(CAROL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nobody is " + CAROL);
    assertThatThrownBy(() -> rig.venue.control().fund("DOGE"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no market DOGE; there are [BTC, ETH]");
  }

  @Test
  void leverageIsWithinTheMarketsAndKeepsItsMode() {
    assertThat(rig.act(ALICE, new UpdateLeverage(BTC, true, 41)))
        .isEqualTo(new ExchangeAnswer.Refused("Invalid leverage value."));
    assertThat(rig.act(ALICE, new UpdateLeverage(BTC, true, 40))).isEqualTo(DONE);
    aliceHas("0.1");

    assertThat(rig.act(ALICE, new UpdateLeverage(BTC, false, 10)))
        .isEqualTo(new ExchangeAnswer.Refused("Cannot switch leverage type with open position."));
    assertThat(rig.act(ALICE, new UpdateLeverage(BTC, true, 2))).isEqualTo(DONE);
    assertThat(rig.position(ALICE, "BTC").marginUsed()).isEqualByComparingTo("5000");
    assertThat(rig.act(ALICE, new UpdateLeverage(BTC, true, 1)))
        .isEqualTo(new ExchangeAnswer.Refused("Insufficient margin for this change."));
  }

  @Test
  void isolatedMarginIsSetApartAndMoved() {
    rig.act(ALICE, new UpdateLeverage(BTC, false, 10));
    aliceHas("0.1");

    Position opened = rig.position(ALICE, "BTC");
    assertThat(opened.leverage().type()).isEqualTo("isolated");
    assertThat(opened.leverage().rawUsd()).isEqualByComparingTo("-9000");
    assertThat(opened.marginUsed()).isEqualByComparingTo("1000");
    assertThat(rig.act(ALICE, new UpdateIsolatedMargin(BTC, true, 500_000_000))).isEqualTo(DONE);
    assertThat(rig.position(ALICE, "BTC").marginUsed()).isEqualByComparingTo("1500");
    assertThat(rig.state(ALICE).crossMarginSummary().accountValue()).isEqualByComparingTo("8495.5");
    assertThat(rig.act(ALICE, new UpdateIsolatedMargin(BTC, true, -500_000_001)))
        .isEqualTo(new ExchangeAnswer.Refused("Insufficient margin for this change."));
    assertThat(rig.act(ALICE, new UpdateIsolatedMargin(BTC, true, -500_000_000))).isEqualTo(DONE);
    assertThat(rig.act(BOB, new UpdateIsolatedMargin(BTC, true, 1)))
        .isEqualTo(new ExchangeAnswer.Refused("Position does not use isolated margin."));
  }

  @Test
  void theDocumentedLiquidationPriceComesOut() {
    // The sample of the venue's documentation: isolated, 0.0335 at 2985.9, margin used 4.967826.
    Rig other =
        new Rig(
            VenueSettings.of(
                    new PerpSettings("ETH", 4, 50, List.of(), false, dec("20000"), dec("2985.9")))
                .withMakers(Makers.NONE));
    other.funded(ALICE, BOB);
    other.act(ALICE, new UpdateLeverage(0, false, 20));
    other.rest(BOB, Rig.limit(0, false, "0.0335", "2985.9", Tif.GTC));
    other.place(ALICE, Rig.limit(0, true, "0.0335", "2985.9", Tif.IOC));
    // 100.02765 / 20 = 5.0013825 was set apart
    other.venue.control().holdMark("ETH", dec("2984.9"));

    assertThat(other.position(ALICE, "ETH").marginUsed()).isEqualByComparingTo("4.9678825");
    assertThat(other.position(ALICE, "ETH").liquidationPx())
        .isBetween(dec("2865.2"), dec("2866.3"));
  }

  @Test
  void whatIsLeftOutSaysSo() {
    assertThat(rig.act(ALICE, new TwapCancel(BTC, 1)))
        .isEqualTo(new ExchangeAnswer.Refused("twapCancel is left out of the local exchange."));
    assertThat(rig.act(ALICE, new VaultTransfer(address(5), true, 1)))
        .isEqualTo(new ExchangeAnswer.Refused("Vault not registered: " + address(5)));
  }
}
