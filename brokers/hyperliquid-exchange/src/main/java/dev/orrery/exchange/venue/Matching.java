package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.book.OrderBook;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.info.FillLiquidation;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a book what an order can have: best price first, of one price first come first, at the
 * price of the order that rests. Orders of the same account that are in the way are cancelled; so
 * are those whose account could not hold what it would get.
 */
final class Matching {
  /**
   * How far it came.
   *
   * @param filled base units
   * @param notional what they cost
   * @param shortOfMargin whether it stopped because the account could not hold more
   */
  record Taken(BigDecimal filled, BigDecimal notional, boolean shortOfMargin) {}

  private final VenueState state;
  private final OrderEnds ends;
  private final Margins margins;
  private final Settlement settlement;
  private final ReduceOnly reduceOnly;

  Matching(
      VenueState state,
      OrderEnds ends,
      Margins margins,
      Settlement settlement,
      ReduceOnly reduceOnly) {
    this.state = state;
    this.ends = ends;
    this.margins = margins;
    this.settlement = settlement;
    this.reduceOnly = reduceOnly;
  }

  /** Takes up to what is left of an order, no worse than a limit. */
  Taken take(Market market, Order taker, BigDecimal limit, @Nullable FillLiquidation liquidation) {
    OrderBook book = market.book();
    BigDecimal filled = BigDecimal.ZERO;
    BigDecimal notional = BigDecimal.ZERO;
    boolean shortOfMargin = false;
    while (taker.left().signum() > 0) {
      Order maker = book.best(!taker.isBuy());
      if (maker == null || !OrderBook.reaches(taker.isBuy(), limit, maker.price())) {
        break;
      }
      if (maker.owner().equals(taker.owner())) {
        ends.endByVenue(maker, OrderEnds.SELF_TRADE);
        continue;
      }
      BigDecimal size = sizeFor(market, maker, taker.left());
      if (size == null) {
        continue;
      }
      if (liquidation == null && !affords(market, taker, size, maker.price(), false)) {
        shortOfMargin = true;
        break;
      }
      execute(market, taker, maker, size, liquidation);
      filled = filled.add(size);
      notional = notional.add(size.multiply(maker.price()));
    }
    return new Taken(filled, notional, shortOfMargin);
  }

  /** How much of a resting order can be had; null when it had to go. */
  @Nullable BigDecimal sizeFor(Market market, Order maker, BigDecimal wanted) {
    BigDecimal size = wanted.min(maker.left());
    if (House.is(maker.owner())) {
      return size;
    }
    if (maker.ticket().reduceOnly()) {
      Account account = state.owner(maker.owner());
      BigDecimal room = reduceOnly.room(account, market, maker.isBuy());
      if (room.signum() == 0) {
        ends.endByVenue(maker, OrderEnds.REDUCE_ONLY);
        return null;
      }
      return size.min(room);
    }
    if (!affords(market, maker, size, maker.price(), true)) {
      ends.endByVenue(maker, OrderEnds.MARGIN);
      return null;
    }
    return size;
  }

  /** Executes so much at the resting order's price. */
  void execute(
      Market market,
      Order taker,
      Order maker,
      BigDecimal size,
      @Nullable FillLiquidation liquidation) {
    reduceOnly.moving(taker.owner(), market);
    reduceOnly.moving(maker.owner(), market);
    market.book().reduce(maker, size);
    settlement.match(market, taker, maker, size, maker.price(), liquidation);
    state.events().bookChanged(market);
    if (maker.left().signum() == 0) {
      ends.end(maker, OrderEnds.FILLED);
    } else {
      ends.tellPartial(maker);
    }
  }

  private boolean affords(
      Market market, Order order, BigDecimal size, BigDecimal px, boolean maker) {
    return House.is(order.owner())
        || margins.affords(
            state.owner(order.owner()),
            market,
            order.isBuy(),
            size,
            px,
            settlement.fee(order, px.multiply(size), maker));
  }
}
