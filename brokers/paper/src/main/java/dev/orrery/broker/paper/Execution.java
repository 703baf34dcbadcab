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

  /** Why the rest of an order is gone that takes more than its share of the volume. */
  static final String NO_VOLUME = "no more of the market's volume";

  private final Exchange exchange;
  private final Solvency solvency;

  Execution(Exchange exchange, Solvency solvency) {
    this.exchange = exchange;
    this.solvency = solvency;
  }

  /**
   * A new order, as taker, as much as the market's volume allows; what is over the position of a
   * reduce-only order is dropped. The rest of an order that may rest does, of another it is gone.
   */
  @Nullable Fill takeNew(OrderSpec order, Price price) {
    Quantity wanted = order.reduceOnly() ? fitting(order, order.quantity()) : order.quantity();
    Quantity quantity = exchange.most(order.symbol(), wanted);
    boolean part = quantity.compareTo(wanted) < 0;
    if (part && WorkingOrder.firstStage(order.terms()) == WorkingOrder.Stage.RESTING) {
      exchange.tell(
          new BrokerEvent.OrderOpened(
              order.id(), PaperAccount.venueOrderId(order.id()), exchange.at()));
      return quantity.isZero() ? null : execute(order, 0, quantity, price, false);
    }
    Fill fill = execute(order, 0, quantity, price, false);
    if (part) {
      close(order.id(), CloseReason.IOC_REMAINDER, NO_VOLUME);
    } else if (quantity.equals(order.quantity())) {
      close(order.id(), CloseReason.FILLED, "");
    } else {
      close(order.id(), CloseReason.REDUCE_ONLY, CAPPED);
    }
    return fill;
  }

  /**
   * A working order, at once: a trigger order that fired. What the market's volume does not allow
   * rests where it may, and is gone where not.
   */
  void take(WorkingOrder order, Price price) {
    Quantity quantity = exchange.most(order.symbol(), order.remaining());
    boolean part = quantity.compareTo(order.remaining()) < 0;
    if (!quantity.isZero()) {
      match(order, quantity, price, false);
    }
    if (exchange.account.working(order.id()) != order || order.remaining().isZero()) {
      return;
    }
    if (!part) {
      close(order.id(), CloseReason.REDUCE_ONLY, CAPPED);
    } else if (order.stage() == WorkingOrder.Stage.IMMEDIATE) {
      close(order.id(), CloseReason.IOC_REMAINDER, NO_VOLUME);
    }
  }

  /** A resting order, as maker, at its own price. */
  void rest(WorkingOrder order, Quantity quantity) {
    Price price = order.limitPrice();
    Quantity most = exchange.most(order.symbol(), quantity);
    if (price != null && !most.isZero()) {
      match(order, most, price, true);
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
    exchange.volume.executed(order.symbol(), quantity);
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
    return order.stage() == WorkingOrder.Stage.IMMEDIATE && !Double.isNaN(order.trigger())
        ? exchange.stopQuote(order.symbol(), order.side())
        : exchange.quote(order.symbol(), order.side());
  }
}
