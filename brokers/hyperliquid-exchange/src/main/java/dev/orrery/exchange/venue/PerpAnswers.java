package dev.orrery.exchange.venue;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.Holding;
import dev.orrery.broker.margin.MarginView;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Stake;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.info.AssetPosition;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.MarginSummary;
import dev.orrery.hyperliquid.wire.info.Position;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The perpetuals account as the venue tells it. Quotients have 12 decimals, sums are exact. */
final class PerpAnswers {
  private static final int SCALE = 12;
  private static final int PRICE_SCALE = 8;

  private final VenueState state;
  private final Margins margins;

  PerpAnswers(VenueState state, Margins margins) {
    this.state = state;
    this.margins = margins;
  }

  ClearinghouseState state(Account account) {
    MarginView view = margins.view(account);
    BigDecimal signedAll = BigDecimal.ZERO;
    BigDecimal signedCross = BigDecimal.ZERO;
    Usd notionalAll = Usd.ZERO;
    Usd notionalCross = Usd.ZERO;
    Usd usedAll = Usd.ZERO;
    for (Holding holding : view.holdings()) {
      BigDecimal signed = holding.mark().value().multiply(holding.position().quantity().value());
      signedAll = signedAll.add(signed);
      notionalAll = notionalAll.plus(holding.notional());
      usedAll = usedAll.plus(used(holding));
      if (holding.isCross()) {
        signedCross = signedCross.add(signed);
        notionalCross = notionalCross.plus(holding.notional());
      }
    }
    Usd left = view.equity().minus(usedAll);
    return new ClearinghouseState(
        summary(view.equity(), notionalAll, signedAll, usedAll),
        summary(view.crossValue(), notionalCross, signedCross, view.crossInitialMargin()),
        view.crossMaintenance().value(),
        left.signum() > 0 ? left.value() : BigDecimal.ZERO,
        positions(account, view),
        state.now());
  }

  private static MarginSummary summary(Usd value, Usd notional, BigDecimal signed, Usd used) {
    return new MarginSummary(
        value.value(), notional.value(), value.value().subtract(signed), used.value());
  }

  private static Usd used(Holding holding) {
    return holding.isCross() ? holding.initialMargin() : holding.isolatedValue();
  }

  private List<AssetPosition> positions(Account account, MarginView view) {
    List<AssetPosition> all = new ArrayList<>();
    for (Stake stake : account.stakes()) {
      if (!stake.position().isFlat()) {
        all.add(new AssetPosition("oneWay", position(view, stake)));
      }
    }
    return all;
  }

  private Position position(MarginView view, Stake stake) {
    Market market = state.marketOf(stake.asset());
    Holding holding = margins.holding(stake);
    return new Position(
        market.coin(),
        stake.size(),
        AccountAnswers.leverage(stake),
        stake.position().averageEntry().value(),
        holding.notional().value(),
        holding.unrealised().value(),
        returned(holding),
        liquidation(view, holding),
        used(holding).value(),
        market.traits().maxLeverage(),
        stake.funding());
  }

  private static BigDecimal returned(Holding holding) {
    BigDecimal put = holding.position().cost().value().abs();
    return holding
        .unrealised()
        .value()
        .multiply(BigDecimal.valueOf(holding.leverage()))
        .divide(put, SCALE, RoundingMode.HALF_EVEN);
  }

  private static @Nullable BigDecimal liquidation(MarginView view, Holding holding) {
    return view.liquidationPrice(holding)
        .map(it -> it.value().setScale(PRICE_SCALE, RoundingMode.HALF_EVEN))
        .filter(it -> it.signum() > 0)
        .orElse(null);
  }
}
