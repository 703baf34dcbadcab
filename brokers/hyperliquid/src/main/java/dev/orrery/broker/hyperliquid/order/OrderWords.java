package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.market.MarketRules;
import dev.orrery.hyperliquid.market.VenueMarket;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Limit;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tpsl;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Trigger;
import java.math.BigDecimal;
import java.util.function.ToDoubleFunction;

/**
 * Orders in the venue's words. Prices and sizes were rounded when the order was planned, and what
 * is not on the venue's grid is refused here; only bounds, which nobody asked for, are rounded:
 * never beyond what the settings allow.
 */
final class OrderWords {
  /** An order that cannot be put into the venue's words. */
  static final class Unsendable extends Exception {
    private static final long serialVersionUID = 1L;

    Unsendable(String why) {
      super(why);
    }
  }

  private final OrderSettings settings;
  private final ToDoubleFunction<String> marks;

  /**
   * Puts orders into words.
   *
   * @param marks the mark price of a symbol; NaN when there is none
   */
  OrderWords(OrderSettings settings, ToDoubleFunction<String> marks) {
    this.settings = settings;
    this.marks = marks;
  }

  /** The order, for its whole quantity. */
  OrderRequest of(OrderSpec spec, VenueMarket market) throws Unsendable {
    return of(spec, market, spec.quantity().value());
  }

  /** The order, for a part of its quantity. */
  OrderRequest of(OrderSpec spec, VenueMarket market, BigDecimal size) throws Unsendable {
    MarketRules rules = market.rules();
    if (!rules.acceptsSize(size)) {
      throw new Unsendable(
          "size " + size.toPlainString() + " is no multiple of the lot of " + market.coin());
    }
    boolean buys = spec.side() == Side.BUY;
    return switch (spec.terms()) {
      case OrderTerms.AtMarket _ -> atMarket(spec, market, size);
      case OrderTerms.Limit it ->
          request(spec, market, size, onGrid(it.price(), market), new Limit(tif(it.timeInForce())));
      case OrderTerms.Stop it ->
          trigger(spec, market, size, it.trigger(), it.limit().orElse(null), Tpsl.STOP_LOSS, buys);
      case OrderTerms.TakeProfit it ->
          trigger(
              spec, market, size, it.trigger(), it.limit().orElse(null), Tpsl.TAKE_PROFIT, buys);
    };
  }

  /** What takes at once whatever is there, within the bound from the mark. */
  OrderRequest atMarket(OrderSpec spec, VenueMarket market, BigDecimal size) throws Unsendable {
    double mark = marks.applyAsDouble(market.coin());
    if (!(mark > 0)) {
      throw new Unsendable("no mark price of " + market.coin());
    }
    BigDecimal worst =
        bounded(Price.of(mark).value(), settings.marketBound(), spec.side() == Side.BUY);
    return request(
        spec,
        market,
        size,
        market
            .rules()
            .limit(worst, spec.side() == Side.BUY)
            .orElseThrow(() -> new Unsendable("no price left of mark " + mark)),
        new Limit(Tif.IOC));
  }

  private OrderRequest trigger(
      OrderSpec spec,
      VenueMarket market,
      BigDecimal size,
      Price trigger,
      @org.jspecify.annotations.Nullable Price limit,
      Tpsl tpsl,
      boolean buys)
      throws Unsendable {
    BigDecimal triggerPx = onGrid(trigger, market);
    BigDecimal price =
        limit == null
            ? market
                .rules()
                .limit(bounded(triggerPx, settings.triggerBound(), buys), buys)
                .orElseThrow(() -> new Unsendable("no price left of trigger " + trigger))
            : onGrid(limit, market);
    return request(spec, market, size, price, new Trigger(limit == null, triggerPx, tpsl));
  }

  private static BigDecimal onGrid(Price price, VenueMarket market) throws Unsendable {
    if (!market.rules().acceptsPrice(price.value())) {
      throw new Unsendable(market.coin() + " does not take the price " + price);
    }
    return price.value();
  }

  private static BigDecimal bounded(BigDecimal price, BigDecimal bound, boolean buys) {
    return price.multiply(
        buys ? BigDecimal.ONE.add(bound) : BigDecimal.ONE.subtract(bound).max(bound.ulp()));
  }

  private static OrderRequest request(
      OrderSpec spec,
      VenueMarket market,
      BigDecimal size,
      BigDecimal price,
      dev.orrery.hyperliquid.wire.action.OrderTerms terms) {
    return new OrderRequest(
        market.asset(),
        spec.side() == Side.BUY,
        price,
        size,
        spec.reduceOnly(),
        terms,
        new Cloid(spec.id().value()));
  }

  private static Tif tif(TimeInForce timeInForce) {
    return switch (timeInForce) {
      case GTC -> Tif.GTC;
      case IOC -> Tif.IOC;
      case POST_ONLY -> Tif.ALO;
    };
  }
}
