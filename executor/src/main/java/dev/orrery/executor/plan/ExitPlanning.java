package dev.orrery.executor.plan;

import dev.orrery.api.action.Exits;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.DenialReason;
import java.util.Optional;

/** Plans the stop and the take-profit of one entry, each of its size and bound to it. */
final class ExitPlanning {
  private final Sketch sketch;
  private final OrderSpec entry;
  private final Optional<Price> reference;
  private final PriceRule rule;

  /**
   * For one entry.
   *
   * @param reference the entry's price, or the mark; without either no exit is on a wrong side
   */
  ExitPlanning(Sketch sketch, OrderSpec entry, Optional<Price> reference, PriceRule rule) {
    this.sketch = sketch;
    this.entry = entry;
    this.reference = reference;
    this.rule = rule;
  }

  void plan(Exits exits) {
    exits.stop().ifPresent(this::stop);
    exits.takeProfit().ifPresent(this::takeProfit);
  }

  private void stop(Price wanted) {
    ClientOrderId id = sketch.nextId();
    rounded(id, wanted)
        .filter(trigger -> isBeyond(id, "stop", trigger, -entry.side().sign()))
        .ifPresent(trigger -> place(id, new OrderTerms.Stop(trigger, Optional.empty())));
  }

  private void takeProfit(Price wanted) {
    ClientOrderId id = sketch.nextId();
    rounded(id, wanted)
        .filter(trigger -> isBeyond(id, "takeProfit", trigger, entry.side().sign()))
        .ifPresent(trigger -> place(id, new OrderTerms.TakeProfit(trigger, Optional.empty())));
  }

  private Side side() {
    return entry.side().opposite();
  }

  private Optional<Price> rounded(ClientOrderId id, Price wanted) {
    Optional<Price> trigger = VenueRules.price(wanted, side(), rule);
    if (trigger.isEmpty()) {
      sketch.refuse(id, DenialReason.PRICE_ROUNDS_TO_ZERO, "symbol", entry.symbol());
    }
    return trigger;
  }

  /** Whether a trigger lies above (1) or below (-1) the entry; refuses it otherwise. */
  private boolean isBeyond(ClientOrderId id, String exit, Price trigger, int direction) {
    if (reference.isEmpty() || Integer.signum(trigger.compareTo(reference.get())) == direction) {
      return true;
    }
    sketch.refuse(
        id,
        DenialReason.EXIT_ON_WRONG_SIDE,
        "symbol",
        entry.symbol(),
        exit,
        trigger,
        "entry",
        reference.get());
    return false;
  }

  private void place(ClientOrderId id, OrderTerms terms) {
    OrderSpec order =
        new OrderSpec(
            id,
            entry.symbol(),
            side(),
            entry.quantity(),
            terms,
            true,
            Optional.of(entry.id()),
            entry.label());
    sketch.place(order, TrackedOrder.priceOf(terms));
  }
}
