package dev.orrery.executor.plan;

import dev.orrery.api.action.Side;
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

/**
 * A plan while it is being made: the legs so far, the ids of the next ones, and the positions as
 * the legs so far would leave them. Confined to one thread.
 */
final class Sketch {
  private final String deployment;
  private final String origin;
  private final int attempt;
  private final AccountView account;
  private final List<Leg> legs = new ArrayList<>();

  /** What the legs so far do to positions, by symbol. */
  private final Map<String, Quantity> moved = new HashMap<>();

  private int action;
  private int nextLeg;

  Sketch(String deployment, String origin, int attempt, AccountView account) {
    this.deployment = deployment;
    this.origin = origin;
    this.attempt = attempt;
    this.account = account;
  }

  AccountView account() {
    return account;
  }

  List<Leg> legs() {
    return legs;
  }

  /** The action that the legs from now on carry out. */
  int action() {
    return action;
  }

  void begin(int index) {
    action = index;
    nextLeg = 0;
  }

  /** The id of the action's next order, whether it is placed or refused. */
  ClientOrderId nextId() {
    return ClientOrderId.of(deployment, origin, action, nextLeg++, attempt);
  }

  void add(Leg leg) {
    legs.add(leg);
  }

  /** Places an order; one that fills at once counts as filled for what follows. */
  void place(OrderSpec order, Optional<Price> reference) {
    legs.add(new Leg.Place(action, order, reference));
    if (TrackedOrder.immediate(order.terms())) {
      Quantity signed = order.side() == Side.BUY ? order.quantity() : order.quantity().negate();
      moved.merge(order.symbol(), signed, Quantity::plus);
    }
  }

  void nothing(String why) {
    legs.add(new Leg.Nothing(action, why));
  }

  void refuse(ClientOrderId id, DenialReason reason, Object... pairs) {
    legs.add(new Leg.Refused(action, Clearance.Denied.of(id, reason, pairs)));
  }

  void refuseQuantity(ClientOrderId id, Instrument instrument, Quantity wanted) {
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

  /** Whether a leg so far cancels an order. */
  boolean cancels(ClientOrderId id) {
    for (Leg leg : legs) {
      if (leg instanceof Leg.Cancel cancel && cancel.id().equals(id)) {
        return true;
      }
    }
    return false;
  }

  /** What is held once the legs so far have filled. */
  Quantity held(String symbol) {
    return account
        .state()
        .holding(symbol)
        .quantity()
        .plus(moved.getOrDefault(symbol, Quantity.ZERO));
  }

  /** What is held once the orders under way have filled besides, those that fill at once. */
  Quantity expected(String symbol) {
    BigDecimal pending = BigDecimal.ZERO;
    for (TrackedOrder order : account.state().working()) {
      if (order.immediate() && order.spec().symbol().equals(symbol)) {
        pending = pending.add(order.signedRemaining());
      }
    }
    return held(symbol).plus(new Quantity(pending));
  }
}
