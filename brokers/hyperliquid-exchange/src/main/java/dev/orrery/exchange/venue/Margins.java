package dev.orrery.exchange.venue;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.Holding;
import dev.orrery.broker.margin.MarginView;
import dev.orrery.broker.margin.PerpPosition;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Stake;
import dev.orrery.exchange.venue.market.Market;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is margin enough. Orders that rest hold none: margin is asked for when an order is
 * placed, and again of both sides at each match.
 */
final class Margins {
  private static final BigDecimal TENTH = new BigDecimal("0.1");

  private final VenueState state;

  Margins(VenueState state) {
    this.state = state;
  }

  /** The account at the present marks. */
  MarginView view(Account account) {
    return new MarginView(account.cash(), holdings(account, null));
  }

  /** What of its positions, with one of them replaced. */
  private List<Holding> holdings(Account account, @Nullable Stake instead) {
    List<Holding> all = new ArrayList<>();
    boolean replaced = instead == null;
    for (Stake stake : account.stakes()) {
      Stake now = stake;
      if (instead != null && stake.asset() == instead.asset()) {
        now = instead;
        replaced = true;
      }
      if (!now.position().isFlat()) {
        all.add(holding(now));
      }
    }
    if (!replaced && instead != null && !instead.position().isFlat()) {
      all.add(holding(instead));
    }
    return all;
  }

  /** A position at the present mark. */
  Holding holding(Stake stake) {
    Market market = state.marketOf(stake.asset());
    return new Holding(
        market.coin(),
        stake.position(),
        new Price(market.prices().mark()),
        stake.leverage(),
        stake.cross() ? MarginMode.CROSS : MarginMode.ISOLATED,
        stake.isolatedMargin(),
        market.traits().tiers());
  }

  /** Whether the account could execute so much at a price and still hold what it then has. */
  boolean affords(
      Account account, Market market, boolean isBuy, BigDecimal size, BigDecimal px, Usd fee) {
    if (House.is(account.address())) {
      return true;
    }
    Stake stake = account.stake(market);
    Side side = isBuy ? Side.BUY : Side.SELL;
    Quantity quantity = new Quantity(size);
    if (stake.position().opening(side, quantity).isZero()) {
      return true;
    }
    PerpPosition.Change change = stake.position().fill(side, quantity, new Price(px));
    if (!stake.cross()) {
      Usd setApart = Holding.initialMargin(new Price(px).times(change.opened()), stake.leverage());
      Usd given = change.closed().isZero() ? Usd.ZERO : stake.isolatedMargin();
      Usd have = view(account).available().plus(given).plus(change.realised()).minus(fee);
      return have.compareTo(setApart) >= 0;
    }
    Usd cash = account.cash().plus(change.realised()).minus(fee);
    Stake then = stake.moved(change.after(), Usd.ZERO);
    return new MarginView(cash, holdings(account, then)).available().signum() >= 0;
  }

  /** Whether a position of this size may have the leverage that was chosen. */
  boolean withinTier(Market market, Stake stake, BigDecimal sizeThen) {
    Usd notional = new Usd(sizeThen.abs().multiply(market.prices().mark()));
    return market.traits().tiers().maxLeverage(notional) >= stake.leverage();
  }

  /**
   * What may leave: what stays behind is at least the initial margin, and at least a tenth of all
   * notional.
   */
  Usd transferable(Account account) {
    MarginView view = view(account);
    Usd notional = Usd.ZERO;
    for (Holding holding : view.holdings()) {
      if (holding.isCross()) {
        notional = notional.plus(holding.notional());
      }
    }
    Usd tenth = new Usd(notional.value().multiply(TENTH));
    Usd initial = view.crossInitialMargin();
    Usd stays = initial.compareTo(tenth) >= 0 ? initial : tenth;
    Usd left = view.crossValue().minus(stays);
    return left.signum() > 0 ? left : Usd.ZERO;
  }
}
