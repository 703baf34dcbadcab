package dev.orrery.broker.contract;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One order at the reference venue. Confined to the venue's thread. */
final class ReferenceOrder {
  final OrderSpec spec;
  final String venueOrderId;
  final Instant placedAt;
  OrderTerms terms;
  Quantity remaining;
  Quantity filled = Quantity.ZERO;
  Stage stage = Stage.ARRIVED;
  @Nullable CloseReason closed;
  String detail = "";

  ReferenceOrder(OrderSpec spec, String venueOrderId, Instant placedAt) {
    this.spec = spec;
    this.venueOrderId = venueOrderId;
    this.placedAt = placedAt;
    this.terms = spec.terms();
    this.remaining = spec.quantity();
  }

  /** Where a live order is. */
  enum Stage {
    /** Accepted, and not matched yet. */
    ARRIVED,
    /** Bound to an entry that has not filled enough. */
    ASLEEP,
    /** Waits for a mark price. */
    ARMED,
    /** On the book. */
    RESTING
  }

  ClientOrderId id() {
    return spec.id();
  }

  String symbol() {
    return spec.symbol();
  }

  Side side() {
    return spec.side();
  }

  boolean live() {
    return closed == null;
  }

  boolean is(Stage wanted) {
    return live() && stage == wanted;
  }

  boolean isTrigger() {
    return terms instanceof OrderTerms.Stop || terms instanceof OrderTerms.TakeProfit;
  }

  boolean isBoundTo(ReferenceOrder entry) {
    return spec.entry().isPresent() && spec.entry().get().equals(entry.id());
  }

  /** The limit it works at; null at market. */
  @Nullable Price limit() {
    return switch (terms) {
      case OrderTerms.AtMarket _ -> null;
      case OrderTerms.Limit it -> it.price();
      case OrderTerms.Stop it -> it.limit().orElse(null);
      case OrderTerms.TakeProfit it -> it.limit().orElse(null);
    };
  }

  /** The price that an amendment changes. */
  Price amendable() {
    return switch (terms) {
      case OrderTerms.AtMarket _ -> throw new IllegalStateException("at market: " + spec);
      case OrderTerms.Limit it -> it.price();
      case OrderTerms.Stop it -> it.trigger();
      case OrderTerms.TakeProfit it -> it.trigger();
    };
  }

  /** Whether a mark price makes it fire. */
  boolean firesAt(Price mark) {
    return switch (terms) {
      case OrderTerms.Stop it -> beyond(mark, it.trigger(), side() == Side.BUY);
      case OrderTerms.TakeProfit it -> beyond(mark, it.trigger(), side() == Side.SELL);
      case OrderTerms.AtMarket _, OrderTerms.Limit _ -> false;
    };
  }

  private static boolean beyond(Price mark, Price trigger, boolean above) {
    return above ? mark.compareTo(trigger) >= 0 : mark.compareTo(trigger) <= 0;
  }

  /** Whether its limit is inside a market at this price. */
  boolean crosses(Price last) {
    Price limit = limit();
    return limit == null || beyond(limit, last, side() == Side.BUY);
  }
}
