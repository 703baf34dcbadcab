package dev.orrery.testkit;

import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetExits;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A frictionless account of one symbol: {@link TestMarket} tells what it does and leaves out. */
final class PathAccount {
  private final Instrument instrument;
  private final PathOrders resting = new PathOrders();
  private Usd balance;
  private Quantity held = Quantity.ZERO;
  private @Nullable Price entry;
  private @Nullable Price mark;
  private int fills;
  private long orders;

  PathAccount(Instrument instrument, Usd balance) {
    this.instrument = instrument;
    this.balance = balance;
  }

  GivenAccount view() {
    return GivenAccount.of(balance, position().stream().toList(), resting.view());
  }

  int fills() {
    return fills;
  }

  private Optional<Position> position() {
    if (entry == null || mark == null) {
      return Optional.empty();
    }
    return Optional.of(TestContextBuilder.valued(instrument.symbol(), held, entry, mark));
  }

  /** A bar passes: what it reaches fills, oldest first, stops before the rest. */
  void bar(double open, double high, double low, double close, Instant at) {
    mark = Price.of(close);
    while (true) {
      Optional<PathOrders.Hit> hit = resting.hit(open, high, low);
      if (hit.isEmpty()) {
        return;
      }
      PathOrders.Resting order = hit.get().order();
      resting.filled(order);
      fill(order.open(), hit.get().price(), order.exits(), at);
    }
  }

  void execute(Action action, Instant at) {
    switch (action) {
      case Noop noop -> {}
      case SetLeverage leverage -> {}
      case PlaceOrder order -> place(order, at);
      case TargetPosition target -> target(target, at);
      case ClosePosition close -> market(held.negate(), true, Optional.empty(), at);
      case AmendOrder amend -> resting.amend(amend);
      case SetExits exits ->
          throw new UnsupportedOperationException("TestMarket does not set exits of a position");
      case CancelOrder cancel -> resting.cancel(cancel.clientOrderId());
      case CancelAll all -> resting.cancelAll(all.symbol());
    }
  }

  private void target(TargetPosition target, Instant at) {
    Quantity wanted =
        switch (target.target()) {
          case TargetPosition.Target.Base base -> base.quantity();
          case TargetPosition.Target.Worth worth -> worth.value().at(lastPrice());
        };
    market(wanted.minus(held), wanted.isZero(), target.exits(), at);
  }

  private void market(Quantity signed, boolean reduceOnly, Optional<Exits> exits, Instant at) {
    Quantity size = toStep(signed.abs());
    if (size.isZero()) {
      return;
    }
    Side side = signed.signum() > 0 ? Side.BUY : Side.SELL;
    take(open(side, OrderTerms.market(), size, reduceOnly, "", at), exits, at);
  }

  private void place(PlaceOrder order, Instant at) {
    Price own = order.terms() instanceof OrderTerms.Limit limit ? limit.price() : lastPrice();
    Quantity size =
        toStep(
            switch (order.size()) {
              case OrderSize.Base base -> base.quantity();
              case OrderSize.Worth worth -> worth.value().at(own);
            });
    if (!size.isZero()) {
      take(
          open(order.side(), order.terms(), size, order.reduceOnly(), order.label(), at),
          order.exits(),
          at);
    }
  }

  private void take(OpenOrder order, Optional<Exits> exits, Instant at) {
    Usd value = lastPrice().times(order.quantity());
    if (!order.reduceOnly() && value.compareTo(instrument.minNotional()) < 0) {
      return;
    }
    boolean marketable =
        switch (order.terms()) {
          case OrderTerms.Market market -> true;
          case OrderTerms.Limit limit ->
              order.side().sign() * lastPrice().compareTo(limit.price()) <= 0;
          case OrderTerms.Stop stop -> false;
          case OrderTerms.TakeProfit profit -> false;
        };
    TimeInForce lives =
        order.terms() instanceof OrderTerms.Limit limit ? limit.timeInForce() : TimeInForce.GTC;
    if (marketable && lives != TimeInForce.POST_ONLY) {
      fill(order, lastPrice(), exits, at);
    } else if (!marketable && lives != TimeInForce.IOC) {
      resting.add(new PathOrders.Resting(order, exits, order.clientOrderId()));
    }
  }

  private void fill(OpenOrder order, Price price, Optional<Exits> exits, Instant at) {
    Quantity size = order.remaining();
    if (order.reduceOnly()) {
      if (held.signum() * order.side().sign() >= 0) {
        return;
      }
      size = size.compareTo(held.abs()) < 0 ? size : held.abs();
    }
    book(order.side() == Side.BUY ? size : size.negate(), price);
    fills++;
    exits.ifPresent(wanted -> rest(wanted, order, at));
  }

  private void rest(Exits exits, OpenOrder parent, Instant at) {
    Side side = parent.side().opposite();
    List<OrderTerms> legs = new ArrayList<>();
    exits.stop().map(OrderTerms::stop).ifPresent(legs::add);
    exits.takeProfit().map(OrderTerms::takeProfit).ifPresent(legs::add);
    for (OrderTerms terms : legs) {
      OpenOrder leg = open(side, terms, parent.quantity(), true, parent.label(), at);
      resting.add(new PathOrders.Resting(leg, Optional.empty(), parent.clientOrderId()));
    }
  }

  /** Average entry while the position grows, realised profit while it shrinks. */
  private void book(Quantity signed, Price price) {
    if (entry != null && held.signum() * signed.signum() < 0) {
      Quantity closing = signed.abs().compareTo(held.abs()) < 0 ? signed : held.negate();
      balance = balance.plus(entry.times(closing)).minus(price.times(closing));
      held = held.plus(closing);
      signed = signed.minus(closing);
      entry = held.isZero() ? null : entry;
    }
    if (signed.isZero()) {
      return;
    }
    Quantity after = held.plus(signed);
    Usd cost = price.times(signed);
    Usd total = entry == null ? cost : cost.plus(entry.times(held));
    entry = new Price(total.value().divide(after.value(), 12, RoundingMode.HALF_EVEN));
    held = after;
  }

  private OpenOrder open(
      Side side, OrderTerms terms, Quantity size, boolean reduceOnly, String label, Instant at) {
    String id = String.format(Locale.ROOT, "0x%032x", ++orders);
    return new OpenOrder(
        id,
        instrument.symbol(),
        side,
        terms,
        size,
        size,
        reduceOnly,
        at,
        label,
        OpenOrder.Role.PLAIN,
        Optional.empty(),
        OpenOrder.Status.RESTING);
  }

  private Price lastPrice() {
    if (mark == null) {
      throw new IllegalStateException("no price of " + instrument.symbol() + " has been seen yet");
    }
    return mark;
  }

  private Quantity toStep(Quantity quantity) {
    BigDecimal step = instrument.quantityStep();
    BigDecimal steps = quantity.value().divide(step, 0, RoundingMode.DOWN);
    return new Quantity(steps.multiply(step));
  }
}
