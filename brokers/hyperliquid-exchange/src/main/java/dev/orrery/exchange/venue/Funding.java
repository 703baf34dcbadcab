package dev.orrery.exchange.venue;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.FundingPayment;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Stake;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.info.FundingDelta;
import dev.orrery.hyperliquid.wire.info.FundingRate;
import dev.orrery.hyperliquid.wire.info.UserFunding;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Pays funding. A payment is rounded to 6 decimals, half to even; the house receives what everybody
 * paid, so that it adds up to nothing.
 */
final class Funding {
  private static final long HOUR = 3_600_000;

  /** The venue's stamps are some milliseconds after the hour. */
  private static final long AFTER_THE_HOUR = 15;

  private static final int SCALE = 6;

  private final VenueState state;

  Funding(VenueState state) {
    this.state = state;
  }

  /** When it is paid next after a time. */
  static long next(long time) {
    return time - Math.floorMod(time - AFTER_THE_HOUR, HOUR) + HOUR;
  }

  /** Pays an hour on all markets. */
  void payAll() {
    state.markets().forEach(this::pay);
  }

  /** Pays an hour on a market. */
  void pay(Market market) {
    BigDecimal rate = market.premium().hourlyRate();
    BigDecimal premium = market.premium().premium();
    Price oracle = new Price(market.prices().oracle());
    Usd paid = Usd.ZERO;
    for (Account account : state.accounts()) {
      Stake stake = account.stake(market);
      if (!House.is(account.address()) && !stake.position().isFlat()) {
        paid = paid.minus(pay(account, market, stake, oracle, rate));
      }
    }
    Account house = state.house();
    Stake held = house.stake(market);
    if (!held.position().isFlat()) {
      house.stake(held.funded(paid));
    }
    house.pay(paid);
    market.funded(new FundingRate(market.coin(), rate, premium, state.now()));
    state.events().contextChanged(market);
    state.allUnsettled();
  }

  private Usd pay(Account account, Market market, Stake stake, Price oracle, BigDecimal rate) {
    BigDecimal exact = FundingPayment.received(new Quantity(stake.size()), oracle, rate).value();
    Usd received = new Usd(exact.setScale(SCALE, RoundingMode.HALF_EVEN));
    account.pay(received);
    account.stake(stake.funded(received));
    UserFunding row =
        new UserFunding(
            state.now(),
            state.ids().hash(),
            new FundingDelta("funding", market.coin(), received.value(), stake.size(), rate, null));
    account.funding().add(row);
    state.events().funding(account.address(), row);
    return received;
  }
}
