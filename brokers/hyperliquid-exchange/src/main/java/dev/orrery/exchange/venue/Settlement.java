package dev.orrery.exchange.venue;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.Holding;
import dev.orrery.broker.margin.PerpPosition;
import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Stake;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.action.BuilderFee;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.FillLiquidation;
import dev.orrery.hyperliquid.wire.info.Trade;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two orders meet: positions, money and fees of both sides, and the fills and the trade that tell
 * it. Fees are cut off after 6 decimals, as the venue's are; all else is exact.
 */
final class Settlement {
  private static final int FEE_SCALE = 6;
  private static final BigDecimal TENTHS_OF_BASIS_POINT = new BigDecimal("100000");

  private final VenueState state;

  Settlement(VenueState state) {
    this.state = state;
  }

  /** What an account pays for an execution, the builder's part included. */
  Usd fee(Order order, BigDecimal notional, boolean maker) {
    if (House.is(order.owner())) {
      return Usd.ZERO;
    }
    BigDecimal rate = maker ? state.settings().fees().maker() : state.settings().fees().taker();
    return cut(notional.multiply(rate)).plus(builderFee(order, notional));
  }

  private static Usd builderFee(Order order, BigDecimal notional) {
    BuilderFee builder = order.ticket().builder();
    return builder == null
        ? Usd.ZERO
        : cut(
            notional
                .multiply(BigDecimal.valueOf(builder.tenthsOfBasisPoint()))
                .divide(TENTHS_OF_BASIS_POINT));
  }

  private static Usd cut(BigDecimal fee) {
    return new Usd(fee.setScale(FEE_SCALE, RoundingMode.DOWN));
  }

  /** Executes so much at a price. What is left of both orders is less by it; the book is told. */
  void match(
      Market market,
      Order taker,
      Order maker,
      BigDecimal size,
      BigDecimal px,
      @Nullable FillLiquidation liquidation) {
    long tid = state.ids().trade(taker.oid(), maker.oid());
    taker.fill(size);
    maker.fill(size);
    book(market, taker, true, size, px, tid, liquidation);
    book(market, maker, false, size, px, tid, liquidation);
    Order buyer = taker.isBuy() ? taker : maker;
    Order seller = taker.isBuy() ? maker : taker;
    Trade trade =
        new Trade(
            market.coin(),
            BookSide.of(taker.isBuy()),
            px,
            size,
            state.ids().hash(),
            state.now(),
            tid,
            List.of(buyer.owner().hex(), seller.owner().hex()));
    market.traded(trade);
    state.events().trade(market, trade);
    state.events().contextChanged(market);
  }

  private void book(
      Market market,
      Order order,
      boolean crossed,
      BigDecimal size,
      BigDecimal px,
      long tid,
      @Nullable FillLiquidation liquidation) {
    Account account = House.is(order.owner()) ? state.house() : state.owner(order.owner());
    BigDecimal notional = px.multiply(size);
    Usd fee = fee(order, notional, !crossed);
    Stake stake = account.stake(market);
    PerpPosition.Change change =
        stake
            .position()
            .fill(order.isBuy() ? Side.BUY : Side.SELL, new Quantity(size), new Price(px));
    Stake after = stake.moved(change.after(), marginAfter(stake, change, px));
    account.stake(after);
    account.pay(change.realised().minus(fee));
    market.moved(stake.size(), after.size());
    if (House.is(order.owner())) {
      return;
    }
    state.collect(fee);
    state.unsettled(order.owner());
    account.quota().traded(notional);
    Usd builderFee = builderFee(order, notional);
    Fill fill =
        new Fill(
            market.coin(),
            px,
            size,
            BookSide.of(order.isBuy()),
            state.now(),
            stake.size(),
            direction(order, stake, size, liquidation),
            change.realised().value(),
            state.ids().hash(),
            order.oid(),
            crossed,
            fee.value(),
            builderFee.signum() == 0 ? null : builderFee.value(),
            tid,
            "USDC",
            liquidation,
            null,
            order.ticket().cloid());
    account.fills().add(fill);
    state.events().fill(order.owner(), fill);
    state.events().accountChanged(order.owner());
  }

  /** Margin set apart goes with the share that closes, and comes with what opens. */
  private static Usd marginAfter(Stake stake, PerpPosition.Change change, BigDecimal px) {
    if (stake.cross() || change.after().isFlat()) {
      return Usd.ZERO;
    }
    Usd kept = stake.isolatedMargin();
    if (!change.closed().isZero()) {
      BigDecimal held = stake.size().abs();
      BigDecimal share = kept.value().multiply(change.closed().value());
      kept = kept.minus(new Usd(share.divide(held, 12, RoundingMode.HALF_EVEN)));
    }
    if (change.opened().isZero()) {
      return kept;
    }
    Usd added = Holding.initialMargin(new Price(px).times(change.opened()), stake.leverage());
    return change.closed().isZero() ? kept.plus(added) : added;
  }

  private static String direction(
      Order order, Stake before, BigDecimal size, @Nullable FillLiquidation liquidation) {
    int held = before.size().signum();
    if (liquidation != null && liquidation.of(order.owner())) {
      return (before.cross() ? "Liquidated Cross " : "Liquidated Isolated ")
          + (held > 0 ? "Long" : "Short");
    }
    if (held == 0 || (held > 0) == order.isBuy()) {
      return order.isBuy() ? "Open Long" : "Open Short";
    }
    if (size.compareTo(before.size().abs()) > 0) {
      return order.isBuy() ? "Short > Long" : "Long > Short";
    }
    return order.isBuy() ? "Close Short" : "Close Long";
  }
}
