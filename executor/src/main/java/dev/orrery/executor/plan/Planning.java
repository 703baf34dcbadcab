package dev.orrery.executor.plan;

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
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.Clearance;
import dev.orrery.executor.risk.DenialReason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The planning of one decision. Confined to one thread. */
final class Planning {
  private final String deployment;
  private final String origin;
  private final int attempt;
  private final AccountView account;
  private final BigDecimal minOrderUsd;
  private final List<Leg> legs = new ArrayList<>();

  /** What the legs so far do to positions, by symbol. */
  private final Map<String, Quantity> moved = new HashMap<>();

  private int action;
  private int nextLeg;

  Planning(
      String deployment, String origin, int attempt, AccountView account, BigDecimal minOrderUsd) {
    this.deployment = deployment;
    this.origin = origin;
    this.attempt = attempt;
    this.account = account;
    this.minOrderUsd = minOrderUsd;
  }

  List<Leg> legs() {
    return legs;
  }

  /** Plans one action; answers what is wrong with it, or null. */
  @Nullable String add(int index, Action wish) {
    action = index;
    nextLeg = 0;
    return switch (wish) {
      case Noop it -> {
        legs.add(new Leg.Nothing(index, it.reason()));
        yield null;
      }
      case PlaceOrder it -> withInstrument(it.symbol(), instrument -> place(it, instrument));
      case TargetPosition it -> withInstrument(it.symbol(), instrument -> target(it, instrument));
      case ClosePosition it -> withInstrument(it.symbol(), this::close);
      case AmendOrder it -> amend(it);
      case CancelOrder it -> cancel(it);
      case CancelAll it -> withInstrument(it.symbol(), instrument -> cancelAll(it.symbol()));
      case SetLeverage it ->
          withInstrument(
              it.symbol(),
              instrument ->
                  legs.add(
                      new Leg.SetLeverage(action, id(), it.symbol(), it.leverage(), it.mode())));
    };
  }

  private @Nullable String withInstrument(
      String symbol, java.util.function.Consumer<Instrument> step) {
    Instrument instrument = account.market().instrument(symbol);
    if (instrument == null) {
      return "unknown symbol '" + symbol + "', known are " + known();
    }
    step.accept(instrument);
    return null;
  }

  private void place(PlaceOrder wish, Instrument instrument) {
    ClientOrderId id = id();
    Side side = wish.side();
    OrderTerms terms = VenueRules.terms(wish.terms(), side, instrument.priceRule()).orElse(null);
    if (terms == null) {
      refuse(id, DenialReason.PRICE_ROUNDS_TO_ZERO, "symbol", wish.symbol());
      return;
    }
    Optional<Price> reference = TrackedOrder.priceOf(terms).or(() -> account.mark(wish.symbol()));
    Quantity wanted;
    switch (wish.size()) {
      case OrderSize.Base base -> wanted = base.quantity();
      case OrderSize.Worth worth -> {
        if (reference.isEmpty()) {
          refuse(id, DenialReason.MARK_MISSING, "symbol", wish.symbol());
          return;
        }
        wanted = worth.value().at(reference.get());
      }
    }
    boolean closesAll = wish.reduceOnly() && wanted.equals(held(wish.symbol()).abs());
    Quantity quantity = closesAll ? wanted : VenueRules.quantity(wanted, instrument);
    if (quantity.isZero()) {
      refuseQuantity(id, instrument, wanted);
      return;
    }
    OrderSpec order =
        new OrderSpec(
            id,
            wish.symbol(),
            side,
            quantity,
            terms,
            wish.reduceOnly(),
            Optional.empty(),
            wish.label());
    add(order, reference);
    wish.exits().ifPresent(exits -> exits(exits, order, reference, instrument));
  }

  private void target(TargetPosition wish, Instrument instrument) {
    Optional<Price> mark = account.mark(wish.symbol());
    Quantity target;
    switch (wish.target()) {
      case TargetPosition.Target.Base base -> target = base.quantity();
      case TargetPosition.Target.Worth worth -> {
        if (worth.value().signum() == 0) {
          target = Quantity.ZERO;
        } else if (mark.isEmpty()) {
          refuse(id(), DenialReason.MARK_MISSING, "symbol", wish.symbol());
          return;
        } else {
          target = worth.value().at(mark.get());
        }
      }
    }
    Quantity held = expected(wish.symbol());
    target = VenueRules.quantity(target, instrument);
    boolean crosses = held.signum() * target.signum() < 0;
    boolean shrinks = crosses || target.abs().compareTo(held.abs()) < 0;
    Quantity shrink =
        !shrinks ? Quantity.ZERO : crosses || target.isZero() ? held : held.minus(target);
    Quantity grow = crosses ? target : shrinks ? Quantity.ZERO : target.minus(held);
    if (!target.isZero() && !crosses) {
      shrink = VenueRules.quantity(shrink, instrument);
    }
    grow = VenueRules.quantity(grow, instrument);
    boolean shrinking = matters(shrink, instrument, mark, instrument.minNotional().value());
    boolean growing =
        matters(grow, instrument, mark, minOrderUsd.max(instrument.minNotional().value()));
    if (shrinking) {
      Side side = held.signum() > 0 ? Side.SELL : Side.BUY;
      add(market(id(), wish.symbol(), side, shrink.abs(), true), mark);
    }
    if (growing) {
      Side side = grow.signum() > 0 ? Side.BUY : Side.SELL;
      OrderSpec order = market(id(), wish.symbol(), side, grow.abs(), false);
      add(order, mark);
      wish.exits().ifPresent(exits -> exits(exits, order, mark, instrument));
    }
    if (!shrinking && !growing) {
      legs.add(
          new Leg.Nothing(action, "position of " + wish.symbol() + " is at its target: " + held));
    }
  }

  /** Whether a difference is worth an order. Without a price only its size can tell. */
  private static boolean matters(
      Quantity difference, Instrument instrument, Optional<Price> mark, BigDecimal least) {
    if (difference.abs().value().compareTo(instrument.quantityStep()) < 0) {
      return false;
    }
    return mark.isEmpty() || mark.get().times(difference).abs().value().compareTo(least) >= 0;
  }

  private void close(Instrument instrument) {
    Quantity held = held(instrument.symbol());
    if (held.isZero()) {
      legs.add(new Leg.Nothing(action, "no position of " + instrument.symbol() + " to close"));
      return;
    }
    Side side = held.signum() > 0 ? Side.SELL : Side.BUY;
    add(
        market(id(), instrument.symbol(), side, held.abs(), true),
        account.mark(instrument.symbol()));
  }

  /** A stop and a take-profit, each of the entry's size, alive once it has filled. */
  private void exits(
      Exits exits, OrderSpec entry, Optional<Price> reference, Instrument instrument) {
    exits
        .stop()
        .ifPresent(price -> exit(new OrderTerms.Stop(price, Optional.empty()), entry, instrument));
    exits
        .takeProfit()
        .ifPresent(
            price -> exit(new OrderTerms.TakeProfit(price, Optional.empty()), entry, instrument));
    if (reference.isPresent()) {
      checkExit(exits.stop(), entry, reference.get(), -1);
      checkExit(exits.takeProfit(), entry, reference.get(), 1);
    }
  }

  private void exit(OrderTerms wanted, OrderSpec entry, Instrument instrument) {
    ClientOrderId id = id();
    Side side = entry.side().opposite();
    OrderTerms terms = VenueRules.terms(wanted, side, instrument.priceRule()).orElse(null);
    if (terms == null) {
      refuse(id, DenialReason.PRICE_ROUNDS_TO_ZERO, "symbol", entry.symbol());
      return;
    }
    OrderSpec order =
        new OrderSpec(
            id,
            entry.symbol(),
            side,
            entry.quantity(),
            terms,
            true,
            Optional.of(entry.id()),
            entry.label());
    legs.add(new Leg.Place(action, order, TrackedOrder.priceOf(terms)));
  }

  private void checkExit(Optional<Price> exit, OrderSpec entry, Price reference, int direction) {
    if (exit.isEmpty()) {
      return;
    }
    int wanted = direction * entry.side().sign();
    if (Integer.signum(exit.get().compareTo(reference)) != wanted) {
      refuse(
          entry.id(),
          DenialReason.EXIT_ON_WRONG_SIDE,
          "symbol",
          entry.symbol(),
          direction < 0 ? "stop" : "takeProfit",
          exit.get(),
          "entry",
          reference);
    }
  }

  private @Nullable String amend(AmendOrder wish) {
    ClientOrderId id = parsed(wish.clientOrderId());
    if (id == null) {
      return malformed(wish.clientOrderId());
    }
    TrackedOrder order = account.order(id).orElse(null);
    if (order == null) {
      legs.add(new Leg.Gone(action, id));
      return null;
    }
    OrderSpec spec = order.spec();
    Instrument instrument = account.market().instrument(spec.symbol());
    if (instrument == null || !(spec.terms() instanceof OrderTerms.Limit limit)) {
      refuse(id, DenialReason.ORDER_NOT_AMENDABLE, "id", id);
      return null;
    }
    OrderTerms terms =
        VenueRules.terms(
                new OrderTerms.Limit(wish.price().orElse(limit.price()), limit.timeInForce()),
                spec.side(),
                instrument.priceRule())
            .orElse(null);
    if (terms == null) {
      refuse(id, DenialReason.PRICE_ROUNDS_TO_ZERO, "symbol", spec.symbol());
      return null;
    }
    Quantity wanted = wish.quantity().orElse(order.remaining());
    Quantity quantity =
        wish.quantity().isEmpty() ? wanted : VenueRules.quantity(wanted, instrument);
    if (quantity.isZero()) {
      refuseQuantity(id, instrument, wanted);
      return null;
    }
    legs.add(
        new Leg.Amend(
            action,
            new OrderSpec(
                id,
                spec.symbol(),
                spec.side(),
                quantity,
                terms,
                spec.reduceOnly(),
                spec.entry(),
                spec.label())));
    return null;
  }

  private @Nullable String cancel(CancelOrder wish) {
    ClientOrderId id = parsed(wish.clientOrderId());
    if (id == null) {
      return malformed(wish.clientOrderId());
    }
    account
        .order(id)
        .ifPresentOrElse(
            order -> legs.add(new Leg.Cancel(action, id, order.spec().symbol())),
            () -> legs.add(new Leg.Nothing(action, "order " + id + " is gone already")));
    return null;
  }

  private void cancelAll(String symbol) {
    int before = legs.size();
    for (TrackedOrder order : account.state().working()) {
      if (order.spec().symbol().equals(symbol)) {
        legs.add(new Leg.Cancel(action, order.id(), symbol));
      }
    }
    if (legs.size() == before) {
      legs.add(new Leg.Nothing(action, "no working order of " + symbol));
    }
  }

  private void add(OrderSpec order, Optional<Price> reference) {
    legs.add(new Leg.Place(action, order, reference));
    if (TrackedOrder.immediate(order.terms())) {
      Quantity signed = order.side() == Side.BUY ? order.quantity() : order.quantity().negate();
      moved.merge(order.symbol(), signed, Quantity::plus);
    }
  }

  private static OrderSpec market(
      ClientOrderId id, String symbol, Side side, Quantity quantity, boolean reduceOnly) {
    return new OrderSpec(
        id, symbol, side, quantity, OrderTerms.market(), reduceOnly, Optional.empty(), "");
  }

  private Quantity held(String symbol) {
    return account
        .state()
        .holding(symbol)
        .quantity()
        .plus(moved.getOrDefault(symbol, Quantity.ZERO));
  }

  private Quantity expected(String symbol) {
    BigDecimal pending = BigDecimal.ZERO;
    for (TrackedOrder order : account.state().working()) {
      if (order.immediate() && order.spec().symbol().equals(symbol)) {
        pending = pending.add(order.signedRemaining());
      }
    }
    return held(symbol).plus(new Quantity(pending));
  }

  private ClientOrderId id() {
    return ClientOrderId.of(deployment, origin, action, nextLeg++, attempt);
  }

  private void refuseQuantity(ClientOrderId id, Instrument instrument, Quantity wanted) {
    refuse(
        id,
        DenialReason.QUANTITY_ROUNDS_TO_ZERO,
        "symbol",
        instrument.symbol(),
        "quantity",
        wanted,
        "step",
        new Usd(instrument.quantityStep()));
  }

  private void refuse(ClientOrderId id, DenialReason reason, Object... pairs) {
    legs.add(new Leg.Refused(action, Clearance.Denied.of(id, reason, pairs)));
  }

  private static @Nullable ClientOrderId parsed(String text) {
    return ClientOrderId.isValid(text) ? new ClientOrderId(text) : null;
  }

  private static String malformed(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return "'" + shown + "' is no client order id: take it from OpenOrder.clientOrderId";
  }

  private String known() {
    TreeSet<String> symbols = new TreeSet<>(account.market().symbols());
    return symbols.size() <= 12
        ? symbols.toString()
        : symbols.stream().limit(12).toList() + " and " + (symbols.size() - 12) + " more";
  }
}
