package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.Holding;
import dev.orrery.broker.margin.MarginView;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Stake;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.TopUpIsolatedOnlyMargin;
import dev.orrery.hyperliquid.wire.action.UpdateIsolatedMargin;
import dev.orrery.hyperliquid.wire.action.UpdateLeverage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Leverage, and margin that is set apart. */
final class LeverageDesk {
  private static final BigDecimal TENTH = new BigDecimal("0.1");
  private static final String TOO_LITTLE = "Insufficient margin for this change.";

  private final VenueState state;
  private final Margins margins;

  LeverageDesk(VenueState state, Margins margins) {
    this.state = state;
    this.margins = margins;
  }

  ExchangeAnswer leverage(Account account, UpdateLeverage action) {
    Market market = state.market(action.asset());
    if (market == null) {
      return unlisted(action.asset());
    }
    if (action.leverage() < 1 || action.leverage() > market.traits().maxLeverage()) {
      return new ExchangeAnswer.Refused("Invalid leverage value.");
    }
    if (action.isCross() && market.traits().isolatedOnly()) {
      return new ExchangeAnswer.Refused("Cross margin is not allowed for this asset.");
    }
    Stake stake = account.stake(market);
    if (!stake.position().isFlat()) {
      if (stake.cross() != action.isCross()) {
        return new ExchangeAnswer.Refused(RefusalReason.LEVERAGE_TYPE.text());
      }
      ExchangeAnswer refused = held(account, market, stake, action.leverage());
      if (refused != null) {
        return refused;
      }
    } else {
      account.stake(stake.leveraged(action.leverage(), action.isCross()));
    }
    state.events().accountChanged(account.address());
    return new ExchangeAnswer.Done();
  }

  /** Less leverage of what is held needs more margin; what is refused, or null. */
  private @Nullable ExchangeAnswer held(Account account, Market market, Stake stake, int leverage) {
    Stake then = stake.leveraged(leverage, stake.cross());
    if (!margins.withinTier(market, then, stake.size())) {
      return new ExchangeAnswer.Refused(RefusalReason.MARGIN_TIER.text());
    }
    MarginView before = margins.view(account);
    Usd more = margins.holding(then).initialMargin().minus(margins.holding(stake).initialMargin());
    if (more.signum() > 0) {
      Usd needed =
          stake.cross()
              ? more
              : margins.holding(then).initialMargin().minus(stake.isolatedMargin());
      if (before.available().compareTo(needed) < 0) {
        return new ExchangeAnswer.Refused(TOO_LITTLE);
      }
      if (!stake.cross() && needed.signum() > 0) {
        then = then.withMargin(stake.isolatedMargin().plus(needed));
      }
    }
    account.stake(then);
    return null;
  }

  ExchangeAnswer isolatedMargin(Account account, UpdateIsolatedMargin action) {
    Market market = state.market(action.asset());
    if (market == null) {
      return unlisted(action.asset());
    }
    return change(account, market, new Usd(BigDecimal.valueOf(action.ntli(), 6)));
  }

  ExchangeAnswer topUp(Account account, TopUpIsolatedOnlyMargin action) {
    Market market = state.market(action.asset());
    if (market == null) {
      return unlisted(action.asset());
    }
    Stake stake = account.stake(market);
    if (stake.cross() || stake.position().isFlat()) {
      return new ExchangeAnswer.Refused(RefusalReason.NOT_ISOLATED.text());
    }
    if (action.leverage().signum() <= 0) {
      return new ExchangeAnswer.Refused("Invalid leverage value.");
    }
    Holding holding = margins.holding(stake);
    BigDecimal wanted = holding.notional().value().divide(action.leverage(), 6, RoundingMode.UP);
    Usd more = new Usd(wanted).minus(holding.isolatedValue());
    return more.signum() <= 0 ? new ExchangeAnswer.Done() : change(account, market, more);
  }

  private ExchangeAnswer change(Account account, Market market, Usd more) {
    Stake stake = account.stake(market);
    if (stake.cross() || stake.position().isFlat()) {
      return new ExchangeAnswer.Refused(RefusalReason.NOT_ISOLATED.text());
    }
    Holding then = margins.holding(stake.withMargin(stake.isolatedMargin().plus(more)));
    boolean enough =
        more.signum() >= 0
            ? margins.view(account).available().compareTo(more) >= 0
            : then.isolatedValue().compareTo(least(then)) >= 0;
    if (!enough) {
      return new ExchangeAnswer.Refused(TOO_LITTLE);
    }
    account.stake(stake.withMargin(stake.isolatedMargin().plus(more)));
    state.events().accountChanged(account.address());
    return new ExchangeAnswer.Done();
  }

  /** What has to stay behind a position when margin is taken away. */
  private static Usd least(Holding holding) {
    Usd tenth = new Usd(holding.notional().value().multiply(TENTH));
    Usd initial = holding.initialMargin();
    return initial.compareTo(tenth) >= 0 ? initial : tenth;
  }

  private static ExchangeAnswer unlisted(int asset) {
    return new ExchangeAnswer.Refused("Asset " + asset + " is not listed.");
  }
}
