package dev.orrery.executor.plan;

import dev.orrery.api.action.Exits;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plans the exits of a whole position. What is there is moved in place and never made smaller: a
 * change that fails leaves the position as protected as it was, and a reduce-only order larger than
 * the position does no harm. What is not covered gets an exit of its own.
 */
final class PositionExits {
  private final Sketch sketch;
  private final Instrument instrument;

  PositionExits(Sketch sketch, Instrument instrument) {
    this.sketch = sketch;
    this.instrument = instrument;
  }

  /** The prices of the kinds that cover all of a position; of several the one that fires first. */
  Optional<Exits> covering(Quantity held) {
    if (held.isZero()) {
      return Optional.empty();
    }
    Optional<Price> stop = covering(ExitKind.STOP, held);
    Optional<Price> profit = covering(ExitKind.TAKE_PROFIT, held);
    return stop.isEmpty() && profit.isEmpty()
        ? Optional.empty()
        : Optional.of(new Exits(stop, profit));
  }

  private Optional<Price> covering(ExitKind kind, Quantity held) {
    Side opening = opening(held);
    List<TrackedOrder> exits = exits(kind, opening);
    if (exits.isEmpty() || covered(exits).compareTo(held.abs()) < 0) {
      return Optional.empty();
    }
    return exits.stream()
        .flatMap(exit -> ExitKind.trigger(exit.spec().terms()).stream())
        .reduce((one, other) -> kind.nearer(one, other, opening));
  }

  /** Brings all exits of a position to these prices. */
  void set(Exits exits, Quantity held, @Nullable OrderSpec entry) {
    ExitPlanning planning = planning(held, "mark", sketch.account().mark(instrument.symbol()));
    for (ExitKind kind : ExitKind.values()) {
      kind.in(exits).ifPresent(wanted -> set(planning, kind, wanted, held, entry));
    }
  }

  private void set(
      ExitPlanning planning,
      ExitKind kind,
      Price wanted,
      Quantity held,
      @Nullable OrderSpec entry) {
    ClientOrderId id = sketch.nextId();
    Optional<Price> trigger = planning.trigger(id, kind, wanted);
    if (trigger.isEmpty()) {
      return;
    }
    List<TrackedOrder> exits = exits(kind, opening(held));
    for (TrackedOrder exit : exits) {
      boolean there = ExitKind.trigger(exit.spec().terms()).equals(trigger);
      if (!there && exit.state().compareTo(OrderState.OPEN) < 0) {
        planning.change(exit, trigger.get(), exit.remaining());
      }
    }
    fill(planning, id, kind, trigger.get(), held.abs().minus(covered(exits)), entry);
  }

  /** Exits at prices that stand, for what an entry adds. */
  void extend(Exits exits, Quantity held, OrderSpec entry) {
    ExitPlanning planning = planning(held, "mark", Optional.empty());
    for (ExitKind kind : ExitKind.values()) {
      kind.in(exits)
          .ifPresent(price -> {
            Quantity missing = held.abs().minus(covered(exits(kind, opening(held))));
            fill(planning, sketch.nextId(), kind, price, missing, entry);
          });
    }
  }

  /** What an entry of the decision brings is bound to it; the rest stands by itself. */
  private void fill(
      ExitPlanning planning,
      ClientOrderId id,
      ExitKind kind,
      Price trigger,
      Quantity missing,
      @Nullable OrderSpec entry) {
    Quantity left = missing;
    ClientOrderId next = id;
    if (entry != null && left.signum() > 0) {
      Quantity bound = left.compareTo(entry.quantity()) < 0 ? left : entry.quantity();
      planning.place(next, kind, trigger, bound, Optional.of(entry.id()), entry.label());
      left = left.minus(bound);
      next = sketch.nextId();
    }
    Quantity alone = VenueRules.quantity(left, instrument);
    if (alone.signum() > 0) {
      planning.place(next, kind, trigger, alone, Optional.empty(), "");
    }
  }

  private ExitPlanning planning(Quantity held, String measure, Optional<Price> reference) {
    return new ExitPlanning(
        sketch, instrument.symbol(), opening(held), measure, reference, instrument.priceRule());
  }

  private static Side opening(Quantity held) {
    return held.signum() > 0 ? Side.BUY : Side.SELL;
  }

  /** Working exits of the position: not those whose entry has not begun to fill. */
  private List<TrackedOrder> exits(ExitKind kind, Side opening) {
    List<TrackedOrder> exits = new ArrayList<>();
    for (TrackedOrder order : sketch.account().state().working()) {
      OrderSpec spec = order.spec();
      if (spec.reduceOnly()
          && spec.side() == opening.opposite()
          && spec.symbol().equals(instrument.symbol())
          && ExitKind.of(spec.terms()).equals(Optional.of(kind))
          && !sketch.cancels(order.id())
          && covers(order).signum() > 0) {
        exits.add(order);
      }
    }
    return exits;
  }

  private Quantity covered(List<TrackedOrder> exits) {
    Quantity sum = Quantity.ZERO;
    for (TrackedOrder exit : exits) {
      sum = sum.plus(covers(exit));
    }
    return sum;
  }

  /** What an exit covers of the position: of a resting entry's only what has filled. */
  private Quantity covers(TrackedOrder exit) {
    Optional<TrackedOrder> entry = exit.spec().entry().flatMap(sketch.account()::order);
    if (entry.isEmpty() || entry.get().immediate()) {
      return exit.remaining();
    }
    Quantity filled = entry.get().filled();
    return filled.compareTo(exit.remaining()) < 0 ? filled : exit.remaining();
  }
}
