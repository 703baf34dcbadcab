package dev.orrery.executor.plan;

import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.DenialReason;
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
    if (instrument == null
        || !(spec.terms() instanceof OrderTerms.Limit limit)
        || order.immediate()) {
      sketch.refuse(spec.id(), DenialReason.ORDER_NOT_AMENDABLE, "id", spec.id());
      return;
    }
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
