package dev.orrery.executor.plan;

import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.DenialReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans what is to become of orders that work already. */
final class OrderChanges {
  private final Sketch sketch;

  OrderChanges(Sketch sketch) {
    this.sketch = sketch;
  }

  /** Plans a change; answers what is wrong with the wish, or null. */
  @Nullable String amend(AmendOrder wish) {
    ClientOrderId id = parsed(wish.clientOrderId());
    if (id == null) {
      return malformed(wish.clientOrderId());
    }
    sketch
        .account()
        .order(id)
        .ifPresentOrElse(
            order -> amend(wish, order), () -> sketch.add(new Leg.Gone(sketch.action(), id)));
    return null;
  }

  private void amend(AmendOrder wish, TrackedOrder order) {
    OrderSpec spec = order.spec();
    Instrument instrument = sketch.account().market().instrument(spec.symbol());
    if (instrument == null || order.immediate()) {
      notAmendable(spec);
    } else if (spec.terms() instanceof OrderTerms.Limit limit) {
      limit(wish, order, limit, instrument);
    } else if (wish.exits().isPresent() && wish.price().isEmpty() && wish.quantity().isEmpty()) {
      exits(wish, order, spec.terms(), order.remaining(), instrument);
    } else if (spec.reduceOnly() && wish.quantity().isEmpty() && wish.exits().isEmpty()) {
      wish.price().ifPresent(price -> trigger(order, price, instrument));
    } else {
      notAmendable(spec);
    }
  }

  private void notAmendable(OrderSpec spec) {
    sketch.refuse(spec.id(), DenialReason.ORDER_NOT_AMENDABLE, "id", spec.id());
  }

  private void limit(
      AmendOrder wish, TrackedOrder order, OrderTerms.Limit limit, Instrument instrument) {
    OrderSpec spec = order.spec();
    OrderTerms wanted =
        new OrderTerms.Limit(wish.price().orElse(limit.price()), limit.timeInForce());
    Optional<OrderTerms> terms = VenueRules.terms(wanted, spec.side(), instrument.priceRule());
    if (terms.isEmpty()) {
      sketch.refuse(spec.id(), DenialReason.PRICE_ROUNDS_TO_ZERO, "symbol", spec.symbol());
      return;
    }
    Quantity quantity =
        wish.quantity()
            .map(asked -> VenueRules.quantity(asked, instrument))
            .orElse(order.remaining());
    if (quantity.isZero()) {
      sketch.refuseQuantity(spec.id(), instrument, wish.quantity().orElse(quantity));
      return;
    }
    // Exits first: after one that fails the venue is not asked to enlarge the entry any more.
    boolean exits = exits(wish, order, terms.get(), quantity, instrument);
    if (exits && (wish.price().isPresent() || wish.quantity().isPresent())) {
      sketch.add(
          new Leg.Amend(
              sketch.action(),
              new OrderSpec(
                  spec.id(),
                  spec.symbol(),
                  spec.side(),
                  quantity,
                  terms.get(),
                  spec.reduceOnly(),
                  spec.entry(),
                  spec.label())));
    }
  }

  /**
   * Takes the exits of an entry along: at their price or the one wished for, on their side of what
   * the entry becomes, and at least of its size. They are not made smaller, as the entry's own
   * change may fail: an exit is never executed for more than its entry has filled.
   *
   * @return whether none was refused
   */
  private boolean exits(
      AmendOrder wish,
      TrackedOrder entry,
      OrderTerms terms,
      Quantity quantity,
      Instrument instrument) {
    OrderSpec spec = entry.spec();
    if (spec.reduceOnly()) {
      if (wish.exits().isPresent()) {
        notAmendable(spec);
      }
      return wish.exits().isEmpty();
    }
    int before = sketch.legs().size();
    ExitPlanning planning =
        new ExitPlanning(
            sketch,
            spec.symbol(),
            spec.side(),
            "entry",
            TrackedOrder.priceOf(terms),
            instrument.priceRule());
    Quantity whole = entry.filled().plus(quantity);
    for (ExitKind kind : ExitKind.values()) {
      Optional<Price> wanted = wish.exits().flatMap(kind::in);
      List<TrackedOrder> there = exitsOf(entry, kind);
      for (TrackedOrder exit : there) {
        follow(planning, kind, exit, wanted, whole);
      }
      if (there.isEmpty() && wanted.isPresent()) {
        ClientOrderId id = sketch.nextId();
        planning
            .trigger(id, kind, wanted.get())
            .ifPresent(trigger ->
                planning.place(id, kind, trigger, whole, Optional.of(spec.id()), spec.label()));
      }
    }
    List<Leg> added = sketch.legs().subList(before, sketch.legs().size());
    if (added.isEmpty() && wish.price().isEmpty() && wish.quantity().isEmpty()) {
      sketch.nothing("exits of " + spec.id() + " are where they are wanted");
    }
    return added.stream().noneMatch(Leg.Refused.class::isInstance);
  }

  private static void follow(
      ExitPlanning planning,
      ExitKind kind,
      TrackedOrder exit,
      Optional<Price> wanted,
      Quantity whole) {
    Price now = ExitKind.trigger(exit.spec().terms()).orElseThrow();
    Optional<Price> trigger =
        wanted.isPresent()
            ? planning.trigger(exit.id(), kind, wanted.get())
            : Optional.of(now).filter(price -> planning.isBeyond(exit.id(), kind, price));
    Quantity left = whole.minus(exit.filled());
    Quantity size = left.compareTo(exit.remaining()) > 0 ? left : exit.remaining();
    if (trigger.isPresent() && !(trigger.get().equals(now) && size.equals(exit.remaining()))) {
      planning.change(exit, trigger.get(), size);
    }
  }

  private List<TrackedOrder> exitsOf(TrackedOrder entry, ExitKind kind) {
    List<TrackedOrder> exits = new ArrayList<>();
    for (TrackedOrder order : sketch.account().state().working()) {
      if (order.spec().entry().equals(Optional.of(entry.id()))
          && ExitKind.of(order.spec().terms()).equals(Optional.of(kind))
          && !sketch.cancels(order.id())) {
        exits.add(order);
      }
    }
    return exits;
  }

  /** Moves one stop or take-profit: beyond its entry while that rests, else beyond the mark. */
  private void trigger(TrackedOrder exit, Price wanted, Instrument instrument) {
    OrderSpec spec = exit.spec();
    Optional<TrackedOrder> entry = spec.entry().flatMap(sketch.account()::order);
    boolean dormant = entry.isPresent() && entry.get().filled().isZero();
    ExitPlanning planning =
        new ExitPlanning(
            sketch,
            spec.symbol(),
            spec.side().opposite(),
            dormant ? "entry" : "mark",
            dormant
                ? entry.flatMap(it -> TrackedOrder.priceOf(it.spec().terms()))
                : sketch.account().mark(spec.symbol()),
            instrument.priceRule());
    ExitKind kind = ExitKind.of(spec.terms()).orElseThrow();
    planning
        .trigger(spec.id(), kind, wanted)
        .ifPresent(trigger -> planning.change(exit, trigger, exit.remaining()));
  }

  /** Plans the exits of what is held; nothing to do without a position. */
  void setExits(Exits exits, Instrument instrument) {
    Quantity held = sketch.expected(instrument.symbol());
    if (held.isZero()) {
      sketch.nothing("no position of " + instrument.symbol() + " to set exits of");
      return;
    }
    int before = sketch.legs().size();
    new PositionExits(sketch, instrument).set(exits, held, null);
    if (sketch.legs().size() == before) {
      sketch.nothing("exits of " + instrument.symbol() + " are where they are wanted");
    }
  }

  /** Plans a cancel; answers what is wrong with the wish, or null. */
  @Nullable String cancel(CancelOrder wish) {
    ClientOrderId id = parsed(wish.clientOrderId());
    if (id == null) {
      return malformed(wish.clientOrderId());
    }
    sketch
        .account()
        .order(id)
        .ifPresentOrElse(this::cancel, () -> sketch.nothing("order " + id + " is gone already"));
    return null;
  }

  void cancelAll(String symbol) {
    int before = sketch.legs().size();
    for (TrackedOrder order : sketch.account().state().working()) {
      if (order.spec().symbol().equals(symbol)) {
        cancel(order);
      }
    }
    if (sketch.legs().size() == before) {
      sketch.nothing("no working order of " + symbol);
    }
  }

  private void cancel(TrackedOrder order) {
    sketch.add(new Leg.Cancel(sketch.action(), order.id(), order.spec().symbol()));
  }

  private static @Nullable ClientOrderId parsed(String text) {
    return ClientOrderId.isValid(text) ? new ClientOrderId(text) : null;
  }

  private static String malformed(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return "'" + shown + "' is no client order id: take it from OpenOrder.clientOrderId";
  }
}
