package dev.orrery.executor.plan;

import dev.orrery.api.action.Exits;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.DenialReason;
import java.util.Optional;

/** Plans exits, rounded and on their side of a price. */
final class ExitPlanning {
  private final Sketch sketch;
  private final String symbol;
  private final Side opening;
  private final String measure;
  private final Optional<Price> reference;
  private final PriceRule rule;

  /**
   * For what is opened on one side.
   *
   * @param measure what the reference is: {@code entry} or {@code mark}
   * @param reference price they must lie beyond; without one no exit is on a wrong side
   */
  ExitPlanning(
      Sketch sketch,
      String symbol,
      Side opening,
      String measure,
      Optional<Price> reference,
      PriceRule rule) {
    this.sketch = sketch;
    this.symbol = symbol;
    this.opening = opening;
    this.measure = measure;
    this.reference = reference;
    this.rule = rule;
  }

  /** Both exits of an entry, of its size and bound to it. */
  void ofEntry(OrderSpec entry, Exits exits) {
    for (ExitKind kind : ExitKind.values()) {
      kind.in(exits)
          .ifPresent(wanted -> {
            ClientOrderId id = sketch.nextId();
            trigger(id, kind, wanted)
                .ifPresent(trigger ->
                    place(
                        id,
                        kind,
                        trigger,
                        entry.quantity(),
                        Optional.of(entry.id()),
                        entry.label()));
          });
    }
  }

  /** A price the venue takes, on its side; refused and empty where there is none. */
  Optional<Price> trigger(ClientOrderId id, ExitKind kind, Price wanted) {
    Optional<Price> rounded = VenueRules.price(wanted, opening.opposite(), rule);
    if (rounded.isEmpty()) {
      sketch.refuse(id, DenialReason.PRICE_ROUNDS_TO_ZERO, "symbol", symbol);
      return rounded;
    }
    return isBeyond(id, kind, rounded.get()) ? rounded : Optional.empty();
  }

  /** Whether a trigger lies on its side of the reference; refuses it otherwise. */
  boolean isBeyond(ClientOrderId id, ExitKind kind, Price trigger) {
    if (reference.isEmpty() || kind.isBeyond(trigger, reference.get(), opening)) {
      return true;
    }
    sketch.refuse(
        id,
        DenialReason.EXIT_ON_WRONG_SIDE,
        "symbol",
        symbol,
        kind.label(),
        trigger,
        measure,
        reference.get());
    return false;
  }

  void place(
      ClientOrderId id,
      ExitKind kind,
      Price trigger,
      Quantity quantity,
      Optional<ClientOrderId> entry,
      String label) {
    OrderSpec order =
        new OrderSpec(
            id, symbol, opening.opposite(), quantity, kind.at(trigger), true, entry, label);
    sketch.place(order, TrackedOrder.priceOf(order.terms()));
  }

  /** Changes an exit that is there to this trigger and remaining quantity. */
  void change(TrackedOrder exit, Price trigger, Quantity quantity) {
    OrderSpec spec = exit.spec();
    sketch.add(
        new Leg.Amend(
            sketch.action(),
            new OrderSpec(
                spec.id(),
                spec.symbol(),
                spec.side(),
                quantity,
                ExitKind.moved(spec.terms(), trigger),
                true,
                spec.entry(),
                spec.label())));
  }
}
