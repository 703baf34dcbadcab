package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.book.Level;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.book.Order.Phase;
import dev.orrery.exchange.venue.book.Ticket;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.info.Trade;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The market outside, as the book sees it. When it trades at a price, what clients have resting
 * beyond that price is filled, what they have at it as far as the trade's size goes; then the house
 * quotes around it anew.
 */
final class Quotes {
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final long REFILL_MILLIS = 1_000;

  private final VenueState state;
  private final Matching matching;
  private final ReduceOnly reduceOnly;

  Quotes(VenueState state, Matching matching, ReduceOnly reduceOnly) {
    this.state = state;
    this.matching = matching;
    this.reduceOnly = reduceOnly;
  }

  /** A trade outside. */
  void print(Market market, BigDecimal px, BigDecimal size, @Nullable BookSide taker) {
    withdraw(market);
    market.prices().oracle(px);
    BigDecimal open = size;
    if (taker != BookSide.BID) {
      open = sweep(market, false, px, open);
      sweep(market, true, px, BigDecimal.ZERO);
    } else {
      open = sweep(market, true, px, open);
      sweep(market, false, px, BigDecimal.ZERO);
    }
    if (taker == null) {
      open = sweep(market, true, px, open);
    }
    if (open.signum() > 0) {
      tell(market, px, open, taker == null ? guess(market, px) : taker);
    }
    quote(market);
  }

  /** A trade of unknown side took the ask if the price rose. */
  private static BookSide guess(Market market, BigDecimal px) {
    return BookSide.of(px.compareTo(market.prices().last()) >= 0);
  }

  /**
   * The house takes what rests at better prices than this, and at it as much as it may.
   *
   * @return what it may still take at that price
   */
  private BigDecimal sweep(Market market, boolean isBuy, BigDecimal px, BigDecimal atPrice) {
    BigDecimal open = atPrice;
    Order maker = market.book().best(!isBuy);
    while (maker != null) {
      int beyond = isBuy ? px.compareTo(maker.price()) : maker.price().compareTo(px);
      if (beyond < 0 || (beyond == 0 && open.signum() == 0)) {
        break;
      }
      BigDecimal wanted = beyond > 0 ? maker.left() : maker.left().min(open);
      BigDecimal size = matching.sizeFor(market, maker, wanted);
      if (size != null) {
        Order house = order(market, isBuy, maker.price(), size);
        matching.execute(market, house, maker, size, null);
        open = beyond == 0 ? open.subtract(size) : open;
      }
      maker = market.book().best(!isBuy);
    }
    reduceOnly.settle();
    return open;
  }

  private void tell(Market market, BigDecimal px, BigDecimal size, BookSide side) {
    String house = House.ADDRESS.hex();
    String outside = House.OUTSIDE.hex();
    Trade trade =
        new Trade(
            market.coin(),
            side,
            px,
            size,
            state.ids().hash(),
            state.now(),
            state.ids().trade(state.ids().order(), 0),
            side == BookSide.BID ? List.of(outside, house) : List.of(house, outside));
    market.traded(trade);
    state.events().trade(market, trade);
  }

  /** Quotes again where clients have taken from the quotes, a second after the last time. */
  void refill(Market market) {
    if (state.now() - market.quotedAt() < REFILL_MILLIS) {
      return;
    }
    market.quotedAt(state.now());
    if (depleted(market)) {
      withdraw(market);
      quote(market);
    }
  }

  private boolean depleted(Market market) {
    Makers makers = state.settings().makers();
    return house(market, true) < makers.levels() || house(market, false) < makers.levels();
  }

  private static long house(Market market, boolean isBuy) {
    long whole = 0;
    for (Level level : market.book().levels(isBuy)) {
      for (Order order : level.orders()) {
        if (House.is(order.owner()) && !order.anyFilled()) {
          whole++;
        }
      }
    }
    return whole;
  }

  private void withdraw(Market market) {
    for (Order order : state.house().open()) {
      if (order.ticket().asset() == market.asset()) {
        market.book().remove(order);
        order.phase(Phase.DONE);
        state.house().closed(order);
      }
    }
  }

  /** Puts the makers' orders around the oracle price. */
  void quote(Market market) {
    Makers makers = state.settings().makers();
    BigDecimal px = market.prices().oracle();
    for (boolean isBuy : new boolean[] {true, false}) {
      BigDecimal last = null;
      for (int level = 0; level < makers.levels(); level++) {
        BigDecimal away = makers.spread().multiply(HALF.add(BigDecimal.valueOf(level)));
        BigDecimal factor = isBuy ? BigDecimal.ONE.subtract(away) : BigDecimal.ONE.add(away);
        Optional<BigDecimal> fits = distinct(market, px.multiply(factor), isBuy, last);
        if (fits.isEmpty()) {
          break;
        }
        last = fits.get();
        if (!market.book().crosses(isBuy, last)) {
          rest(market, isBuy, last, makers.levelNotional());
        }
      }
    }
    market.quotedAt(state.now());
    state.events().bookChanged(market);
  }

  private static Optional<BigDecimal> distinct(
      Market market, BigDecimal wanted, boolean isBuy, @Nullable BigDecimal last) {
    Optional<BigDecimal> fits = market.rules().limit(wanted, isBuy);
    if (last == null || fits.isEmpty()) {
      return fits;
    }
    int farther = fits.get().compareTo(last);
    if (isBuy ? farther < 0 : farther > 0) {
      return fits;
    }
    BigDecimal step = market.rules().step(last);
    return market.rules().limit(isBuy ? last.subtract(step) : last.add(step), isBuy);
  }

  private void rest(Market market, boolean isBuy, BigDecimal px, BigDecimal notional) {
    int decimals = market.traits().szDecimals();
    BigDecimal lot = BigDecimal.ONE.movePointLeft(decimals);
    BigDecimal size = notional.divide(px, decimals, RoundingMode.DOWN).max(lot);
    Order order = order(market, isBuy, px, size);
    order.rank(state.ids().rank());
    order.phase(Phase.RESTING);
    market.book().add(order);
    state.house().opened(order);
  }

  private Order order(Market market, boolean isBuy, BigDecimal px, BigDecimal size) {
    return new Order(
        new Ticket(
            state.ids().order(),
            House.ADDRESS,
            market.asset(),
            isBuy,
            px,
            size,
            false,
            Tif.GTC,
            null,
            null,
            state.now(),
            0,
            false,
            null));
  }
}
