package dev.orrery.testkit;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the actions of one decision come to, by the runtime's rules for planning and for what is
 * denied whatever the caps: rounding, smallest orders, sides of exits, reduce-only. A parity test
 * in the engine holds it to the real planner.
 */
final class PathPlan {
  /** One step to carry out. */
  sealed interface Step {
    /** Places an order. */
    record Place(PathOrder order) implements Step {}

    /** Changes an order. */
    record Amend(String id, OrderTerms terms, Quantity quantity, boolean opens) implements Step {}

    /** Cancels an order. */
    record Cancel(String id) implements Step {}
  }

  private final Instrument instrument;
  private final Price mark;
  private final List<PathOrder> orders;
  private final Instant at;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> denials = new ArrayList<>();
  private final Set<String> cancelled = new HashSet<>();
  private Quantity held;
  private long nextId;
  private boolean gone;

  PathPlan(
      Instrument instrument,
      Price mark,
      Quantity held,
      List<PathOrder> orders,
      Instant at,
      long nextId) {
    this.instrument = instrument;
    this.mark = mark;
    this.held = held;
    this.orders = List.copyOf(orders);
    this.at = at;
    this.nextId = nextId;
  }

  List<Step> steps() {
    return steps;
  }

  List<String> denials() {
    return denials;
  }

  /** Whether an order to be changed is gone. */
  boolean gone() {
    return gone;
  }

  long nextId() {
    return nextId;
  }

  void add(Action action) {
    switch (action) {
      case Noop it -> {}
      case PlaceOrder it -> place(it);
      case TargetPosition it -> target(it);
      case ClosePosition it -> {
        known(it.symbol());
        if (!held.isZero()) {
          market(held.negate(), true);
        }
      }
      case AmendOrder it -> amend(it);
      case SetExits it -> {
        known(it.symbol());
        if (!held.isZero()) {
          setExits(it.exits(), null);
        }
      }
      case CancelOrder it -> find(it.clientOrderId()).ifPresent(order -> cancel(order.id));
      case CancelAll it -> {
        known(it.symbol());
        orders.forEach(order -> cancel(order.id));
      }
      case SetLeverage it -> {
        known(it.symbol());
        if (it.leverage() > instrument.maxLeverage()) {
          deny("LEVERAGE_ABOVE_MAXIMUM", "leverage=" + it.leverage());
        }
      }
    }
  }

  private void known(String symbol) {
    if (!symbol.equals(instrument.symbol())) {
      throw new IllegalArgumentException(
          "unknown symbol '" + symbol + "', known are [" + instrument.symbol() + "]");
    }
  }

  private Optional<PathOrder> find(String id) {
    return orders.stream().filter(order -> order.id.equals(id)).findFirst();
  }

  private void cancel(String id) {
    cancelled.add(id);
    steps.add(new Step.Cancel(id));
  }

  private void deny(String code, String detail) {
    denials.add(code + " symbol=" + instrument.symbol() + " " + detail);
  }

  private void place(PlaceOrder wish) {
    known(wish.symbol());
    Optional<OrderTerms> terms = rounded(wish.terms(), wish.side());
    if (terms.isEmpty()) {
      deny("PRICE_ROUNDS_TO_ZERO", "terms=" + wish.terms());
      return;
    }
    Price reference = Optional.ofNullable(own(terms.get())).orElse(mark);
    Quantity wanted =
        switch (wish.size()) {
          case OrderSize.Base base -> base.quantity();
          case OrderSize.Worth worth -> worth.value().at(reference);
        };
    boolean closesAll = wish.reduceOnly() && wanted.equals(held.abs());
    Quantity quantity = closesAll ? wanted : instrument.roundQuantity(wanted);
    if (quantity.isZero()) {
      deny("QUANTITY_ROUNDS_TO_ZERO", "quantity=" + wanted);
      return;
    }
    PathOrder entry =
        placed(wish.side(), terms.get(), quantity, wish.reduceOnly(), wish.label(), null);
    wish.exits()
        .ifPresent(exits -> {
          for (boolean stop : new boolean[] {true, false}) {
            of(exits, stop)
                .flatMap(price -> trigger(price, stop, wish.side(), reference))
                .ifPresent(
                    price -> exit(price, stop, wish.side(), quantity, entry.id, wish.label()));
          }
        });
  }

  private void target(TargetPosition wish) {
    known(wish.symbol());
    Quantity wanted =
        instrument.roundQuantity(
            switch (wish.target()) {
              case TargetPosition.Target.Base base -> base.quantity();
              case TargetPosition.Target.Worth worth -> worth.value().at(mark);
            });
    Optional<Exits> standing = covering();
    Quantity before = held;
    boolean leaves = wanted.isZero() || held.signum() * wanted.signum() < 0;
    Quantity difference = leaves ? held.negate() : instrument.roundQuantity(wanted.minus(held));
    boolean shrinks = leaves || wanted.abs().compareTo(held.abs()) < 0;
    Quantity shrink = shrinks ? difference : Quantity.ZERO;
    Quantity grow = leaves ? wanted : shrinks ? Quantity.ZERO : difference;
    if (matters(shrink)) {
      market(shrink, true);
    }
    PathOrder entry = matters(grow) ? market(grow, false) : null;
    if (held.isZero()) {
      return;
    }
    if (wish.exits().isPresent()) {
      setExits(wish.exits().get(), entry);
    } else if (entry != null && standing.isPresent() && before.signum() == held.signum()) {
      for (boolean stop : new boolean[] {true, false}) {
        of(standing.get(), stop)
            .ifPresent(price -> fill(price, stop, held.abs().minus(covered(stop)), entry));
      }
    }
  }

  private boolean matters(Quantity difference) {
    return difference.abs().value().compareTo(instrument.quantityStep()) >= 0
        && mark.times(difference).abs().compareTo(instrument.minNotional()) >= 0;
  }

  private void amend(AmendOrder wish) {
    PathOrder order = find(wish.clientOrderId()).orElse(null);
    if (order == null) {
      gone = true;
      return;
    }
    if (order.trigger() != null) {
      amendTrigger(wish, order);
      return;
    }
    OrderTerms.Limit now = (OrderTerms.Limit) order.terms();
    Optional<OrderTerms> terms =
        rounded(
            new OrderTerms.Limit(wish.price().orElse(now.price()), now.timeInForce()), order.side);
    Quantity quantity = wish.quantity().map(instrument::roundQuantity).orElse(order.quantity());
    if (terms.isEmpty() || quantity.isZero()) {
      deny(terms.isEmpty() ? "PRICE_ROUNDS_TO_ZERO" : "QUANTITY_ROUNDS_TO_ZERO", "id=" + order.id);
      return;
    }
    Price price = ((OrderTerms.Limit) terms.get()).price();
    if (!order.reduceOnly) {
      judgeOpening(price, quantity);
      takeAlong(wish, order, price, quantity);
    } else if (wish.exits().isPresent()) {
      deny("ORDER_NOT_AMENDABLE", "id=" + order.id);
    }
    if (wish.price().isPresent() || wish.quantity().isPresent()) {
      steps.add(new Step.Amend(order.id, terms.get(), quantity, !order.reduceOnly));
    }
  }

  private void takeAlong(AmendOrder wish, PathOrder entry, Price price, Quantity quantity) {
    for (boolean stop : new boolean[] {true, false}) {
      Optional<Price> wanted = wish.exits().flatMap(exits -> of(exits, stop));
      boolean any = false;
      for (PathOrder exit : orders) {
        if (entry.id.equals(exit.entry) && exit.isStop() == stop && !cancelled.contains(exit.id)) {
          any = true;
          Price now = wanted.or(() -> Optional.ofNullable(exit.trigger())).orElseThrow();
          Quantity size = quantity.compareTo(exit.quantity()) > 0 ? quantity : exit.quantity();
          trigger(now, stop, entry.side, price).ifPresent(trigger -> move(exit, trigger, size));
        }
      }
      if (!any) {
        wanted
            .flatMap(it -> trigger(it, stop, entry.side, price))
            .ifPresent(it -> exit(it, stop, entry.side, quantity, entry.id, entry.label));
      }
    }
  }

  private void amendTrigger(AmendOrder wish, PathOrder order) {
    if (!order.reduceOnly || wish.quantity().isPresent() || wish.exits().isPresent()) {
      deny("ORDER_NOT_AMENDABLE", "id=" + order.id);
      return;
    }
    Price reference =
        order.stage() == PathOrder.Stage.DORMANT
            ? Optional.ofNullable(order.entry)
                .flatMap(this::find)
                .flatMap(entry -> Optional.ofNullable(own(entry.terms())))
                .orElse(mark)
            : mark;
    wish.price()
        .flatMap(price -> trigger(price, order.isStop(), order.side.opposite(), reference))
        .ifPresent(trigger -> move(order, trigger, order.quantity()));
  }

  private void setExits(Exits exits, @Nullable PathOrder entry) {
    for (boolean stop : new boolean[] {true, false}) {
      of(exits, stop)
          .flatMap(price -> trigger(price, stop, opening(), mark))
          .ifPresent(price -> {
            exits(stop).forEach(exit -> move(exit, price, exit.quantity()));
            fill(price, stop, held.abs().minus(covered(stop)), entry);
          });
    }
  }

  private void move(PathOrder exit, Price trigger, Quantity quantity) {
    OrderTerms terms = exit.isStop() ? OrderTerms.stop(trigger) : OrderTerms.takeProfit(trigger);
    if (!terms.equals(exit.terms()) || !quantity.equals(exit.quantity())) {
      steps.add(new Step.Amend(exit.id, terms, quantity, false));
    }
  }

  private void fill(Price price, boolean stop, Quantity missing, @Nullable PathOrder entry) {
    Quantity left = missing;
    if (entry != null && left.signum() > 0) {
      Quantity bound = left.compareTo(entry.quantity()) < 0 ? left : entry.quantity();
      exit(price, stop, opening(), bound, entry.id, entry.label);
      left = left.minus(bound);
    }
    Quantity alone = instrument.roundQuantity(left);
    if (alone.signum() > 0) {
      exit(price, stop, opening(), alone, null, "");
    }
  }

  private Optional<Exits> covering() {
    Optional<Price> stop = covering(true);
    Optional<Price> profit = covering(false);
    return held.isZero() || (stop.isEmpty() && profit.isEmpty())
        ? Optional.empty()
        : Optional.of(new Exits(stop, profit));
  }

  private Optional<Price> covering(boolean stop) {
    if (held.isZero() || covered(stop).compareTo(held.abs()) < 0) {
      return Optional.empty();
    }
    boolean highest = stop == (opening() == Side.BUY);
    return exits(stop).stream()
        .flatMap(exit -> Optional.ofNullable(exit.trigger()).stream())
        .reduce((a, b) -> a.compareTo(b) > 0 == highest ? a : b);
  }

  private List<PathOrder> exits(boolean stop) {
    return orders.stream()
        .filter(order ->
            order.reduceOnly
                && order.side != opening()
                && order.stage() == PathOrder.Stage.ARMED
                && order.isStop() == stop
                && !cancelled.contains(order.id))
        .toList();
  }

  private Quantity covered(boolean stop) {
    return exits(stop).stream().map(PathOrder::quantity).reduce(Quantity.ZERO, Quantity::plus);
  }

  private Side opening() {
    return held.signum() > 0 ? Side.BUY : Side.SELL;
  }

  /** A trigger the venue takes, on its side of a price; denied and empty otherwise. */
  private Optional<Price> trigger(Price wanted, boolean stop, Side opening, Price reference) {
    Optional<Price> rounded = instrument.roundPrice(wanted, opening.opposite());
    if (rounded.isEmpty()) {
      deny("PRICE_ROUNDS_TO_ZERO", "trigger=" + wanted);
      return rounded;
    }
    int beyond = (stop ? -1 : 1) * opening.sign();
    if (Integer.signum(rounded.get().compareTo(reference)) != beyond) {
      deny(
          "EXIT_ON_WRONG_SIDE",
          (stop ? "stop=" : "takeProfit=") + rounded.get() + " reference=" + reference);
      return Optional.empty();
    }
    return rounded;
  }

  private static Optional<Price> of(Exits exits, boolean stop) {
    return stop ? exits.stop() : exits.takeProfit();
  }

  private PathOrder market(Quantity signed, boolean reduceOnly) {
    Side side = signed.signum() > 0 ? Side.BUY : Side.SELL;
    return placed(side, OrderTerms.market(), signed.abs(), reduceOnly, "", null);
  }

  private void exit(
      Price trigger,
      boolean stop,
      Side opening,
      Quantity quantity,
      @Nullable String entry,
      String label) {
    OrderTerms terms = stop ? OrderTerms.stop(trigger) : OrderTerms.takeProfit(trigger);
    placed(opening.opposite(), terms, quantity, true, label, entry);
  }

  private PathOrder placed(
      Side side,
      OrderTerms terms,
      Quantity quantity,
      boolean reduceOnly,
      String label,
      @Nullable String entry) {
    String id = String.format(Locale.ROOT, "0x%032x", nextId++);
    PathOrder order = new PathOrder(id, side, terms, quantity, reduceOnly, label, entry, at);
    if (!reduceOnly) {
      judgeOpening(own(terms), quantity);
    } else if (entry == null
        && (held.signum() * side.sign() >= 0 || held.abs().compareTo(quantity) < 0)) {
      deny("REDUCE_ONLY_WOULD_INCREASE", "quantity=" + quantity + " held=" + held);
    }
    boolean immediate =
        terms instanceof OrderTerms.AtMarket
            || (terms instanceof OrderTerms.Limit it && it.timeInForce() == TimeInForce.IOC);
    if (immediate) {
      held = held.plus(order.signed());
    }
    steps.add(new Step.Place(order));
    return order;
  }

  private void judgeOpening(@Nullable Price own, Quantity quantity) {
    Price price = own == null || own.compareTo(mark) < 0 ? mark : own;
    Usd notional = price.times(quantity);
    if (notional.compareTo(instrument.minNotional()) < 0) {
      deny(
          "NOTIONAL_BELOW_MINIMUM",
          "notional=" + notional + " minimum=" + instrument.minNotional());
    }
  }

  private static @Nullable Price own(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket it -> null;
      case OrderTerms.Limit it -> it.price();
      case OrderTerms.Stop it -> it.limit().orElse(it.trigger());
      case OrderTerms.TakeProfit it -> it.limit().orElse(it.trigger());
    };
  }

  private Optional<OrderTerms> rounded(OrderTerms terms, Side side) {
    return switch (terms) {
      case OrderTerms.AtMarket it -> Optional.of(it);
      case OrderTerms.Limit it ->
          instrument
              .roundPrice(it.price(), side)
              .map(price -> new OrderTerms.Limit(price, it.timeInForce()));
      case OrderTerms.Stop it -> {
        noLimit(it.limit());
        yield instrument.roundPrice(it.trigger(), side).map(OrderTerms::stop);
      }
      case OrderTerms.TakeProfit it -> {
        noLimit(it.limit());
        yield instrument.roundPrice(it.trigger(), side).map(OrderTerms::takeProfit);
      }
    };
  }

  private static void noLimit(Optional<Price> limit) {
    if (limit.isPresent()) {
      throw new UnsupportedOperationException(
          "TestMarket does not play trigger orders with a limit: try them on the paper broker");
    }
  }
}
