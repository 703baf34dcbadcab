package dev.orrery.broker.paper;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import org.jspecify.annotations.Nullable;

/** Executes orders and ends them. Confined to the broker's lock. */
final class Execution {
  static final String CAPPED = "capped at the position";

  private final Exchange exchange;
  private final Solvency solvency;

  Execution(Exchange exchange, Solvency solvency) {
    this.exchange = exchange;
    this.solvency = solvency;
  }

  /** A new order, whole, as taker; what is over the position of a reduce-only order is dropped. */
  Fill takeNew(OrderSpec order, Price price) {
    Quantity quantity = order.reduceOnly() ? fitting(order, order.quantity()) : order.quantity();
    Fill fill = execute(order, 0, quantity, price, false);
    if (quantity.equals(order.quantity())) {
      close(order.id(), CloseReason.FILLED, "");
    } else {
      close(order.id(), CloseReason.REDUCE_ONLY, CAPPED);
    }
    return fill;
  }

  /** A working order, whole, at once: a trigger order that fired. */
  void take(WorkingOrder order, Price price) {
    match(order, order.remaining(), price, false);
    if (exchange.account.working(order.id()) == order && !order.remaining().isZero()) {
      close(order.id(), CloseReason.REDUCE_ONLY, CAPPED);
    }
  }

  /** A resting order, as maker, at its own price. */
  void rest(WorkingOrder order, Quantity quantity) {
    Price price = order.limitPrice();
    if (price != null) {
      match(order, quantity, price, true);
    }
  }

  private void match(WorkingOrder order, Quantity quantity, Price price, boolean maker) {
    OrderSpec spec = order.spec();
    Quantity fits = spec.reduceOnly() ? fitting(spec, quantity) : quantity;
    if (fits.isZero()) {
      close(order.id(), CloseReason.REDUCE_ONLY, "no position to reduce");
      return;
    }
    if (!spec.reduceOnly() && !solvency.affords(order, fits, price)) {
      close(order.id(), CloseReason.MARGIN, "not enough margin when it matched");
      return;
    }
    execute(spec, order.fills(), fits, price, maker);
    if (order.remaining().isZero()) { // the account knows already; this is for those who listen
      close(order.id(), CloseReason.FILLED, "");
    }
  }

  /** How much of a reduce-only order shrinks the position. */
  Quantity fitting(OrderSpec order, Quantity quantity) {
    Quantity held = exchange.account.symbol(order.symbol()).position().quantity();
    if (held.signum() * order.side().sign() >= 0) {
      return Quantity.ZERO;
    }
    return quantity.compareTo(held.abs()) > 0 ? held.abs() : quantity;
  }

  private Fill execute(OrderSpec order, int before, Quantity quantity, Price price, boolean maker) {
    Usd fee = exchange.settings.fees().of(price, quantity, maker);
    Fill fill =
        new Fill(
            order.id().value() + ":" + (before + 1),
            order.id(),
            order.symbol(),
            order.side(),
            price,
            quantity,
            fee,
            maker,
            false,
            exchange.at());
    if (maker) {
      exchange.tell(new BrokerEvent.OrderFilled(fill));
    } else {
      exchange.tellTaken(fill);
    }
    return fill;
  }

  /** The whole position at the market, under an id the account gives itself. */
  void liquidate(String symbol, Price price) {
    Quantity held = exchange.account.symbol(symbol).position().quantity();
    int number = exchange.account.liquidations();
    ClientOrderId id =
        ClientOrderId.of(exchange.accountName, "liquidation of " + symbol, number, 0, 0);
    Side side = held.signum() > 0 ? Side.SELL : Side.BUY;
    Usd fee = exchange.settings.fees().of(price, held, false);
    Fill fill =
        new Fill(
            id.value() + ":1",
            id,
            symbol,
            side,
            price,
            held.abs(),
            fee,
            false,
            true,
            exchange.at());
    exchange.tellTaken(fill);
  }

  void close(ClientOrderId id, CloseReason reason, String detail) {
    exchange.tell(new BrokerEvent.OrderClosed(id, reason, detail, exchange.at()));
  }

  @Nullable Price quote(WorkingOrder order) {
    return exchange.quote(order.symbol(), order.side());
  }
}
