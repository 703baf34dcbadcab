package dev.orrery.testkit;

import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.OpenOrder.Role;
import dev.orrery.api.account.OpenOrder.Status;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One order of a path account, and where it is. Changed by its account only. */
final class PathOrder {
  /** Where an order is on its way. */
  enum Stage {
    /** An exit whose entry has not filled. */
    DORMANT,
    /** Waits for its trigger. */
    ARMED,
    /** A limit order on the book. */
    RESTING
  }

  final String id;
  final Side side;
  final boolean reduceOnly;
  final String label;
  final @Nullable String entry;
  private final Instant placedAt;
  private OrderTerms terms;
  private Quantity quantity;
  private Stage stage;

  PathOrder(
      String id,
      Side side,
      OrderTerms terms,
      Quantity quantity,
      boolean reduceOnly,
      String label,
      @Nullable String entry,
      Instant placedAt) {
    this.id = id;
    this.side = side;
    this.terms = terms;
    this.quantity = quantity;
    this.reduceOnly = reduceOnly;
    this.label = label;
    this.entry = entry;
    this.placedAt = placedAt;
    this.stage =
        entry != null ? Stage.DORMANT : trigger(terms) != null ? Stage.ARMED : Stage.RESTING;
  }

  OrderTerms terms() {
    return terms;
  }

  Quantity quantity() {
    return quantity;
  }

  Stage stage() {
    return stage;
  }

  void wake() {
    stage = Stage.ARMED;
  }

  /** Its entry has filled: it is left to what that was, if it was made for more. */
  void wake(Quantity filled) {
    wake();
    if (quantity.compareTo(filled) > 0) {
      quantity = filled;
    }
  }

  void change(OrderTerms newTerms, Quantity newQuantity) {
    terms = newTerms;
    quantity = newQuantity;
  }

  boolean isStop() {
    return terms instanceof OrderTerms.Stop;
  }

  Quantity signed() {
    return side == Side.BUY ? quantity : quantity.negate();
  }

  @Nullable Price limit() {
    return terms instanceof OrderTerms.Limit it ? it.price() : null;
  }

  @Nullable Price trigger() {
    return trigger(terms);
  }

  static @Nullable Price trigger(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.Stop it -> it.trigger();
      case OrderTerms.TakeProfit it -> it.trigger();
      case OrderTerms.AtMarket it -> null;
      case OrderTerms.Limit it -> null;
    };
  }

  /** The limit, or the trigger. */
  static Price price(OrderTerms terms) {
    Price price = terms instanceof OrderTerms.Limit it ? it.price() : trigger(terms);
    if (price == null) {
      throw new IllegalArgumentException("a market order is worth nothing by itself: " + terms);
    }
    return price;
  }

  /** Where a price that goes from one to another meets it; NaN when it does not. */
  double meets(double from, double to) {
    Price trigger = trigger();
    Price limit = limit();
    if (stage == Stage.ARMED && trigger != null) {
      return !firesAt(to) ? Double.NaN : firesAt(from) ? from : trigger.toDouble();
    }
    if (stage == Stage.RESTING && limit != null) {
      return !through(limit, to) ? Double.NaN : through(limit, from) ? from : limit.toDouble();
    }
    return Double.NaN;
  }

  /** A trade at the limit is no fill: others were there before. */
  private boolean through(Price limit, double price) {
    return side == Side.BUY ? price < limit.toDouble() : price > limit.toDouble();
  }

  boolean firesAt(double price) {
    Price trigger = trigger();
    if (stage != Stage.ARMED || trigger == null) {
      return false;
    }
    boolean upwards = isStop() == (side == Side.BUY);
    return upwards ? price >= trigger.toDouble() : price <= trigger.toDouble();
  }

  OpenOrder view(String symbol, boolean hasExits) {
    Role role =
        hasExits
            ? Role.ENTRY
            : !reduceOnly || trigger() == null
                ? Role.PLAIN
                : isStop() ? Role.STOP : Role.TAKE_PROFIT;
    Status status =
        switch (stage) {
          case DORMANT -> Status.DORMANT;
          case ARMED -> Status.ARMED;
          case RESTING -> Status.RESTING;
        };
    return new OpenOrder(
        id,
        symbol,
        side,
        terms,
        quantity,
        quantity,
        reduceOnly,
        placedAt,
        label,
        role,
        Optional.ofNullable(entry),
        status);
  }
}
