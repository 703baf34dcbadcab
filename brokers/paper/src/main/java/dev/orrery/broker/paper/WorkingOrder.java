package dev.orrery.broker.paper;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.journal.StandingReader;
import dev.orrery.executor.journal.StandingWriter;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One order that is not final. Changed by {@link PaperAccount} only, from events only. Prices are
 * kept as doubles too, for comparing: both sides of a comparison are nearest doubles of short
 * decimals, so it is exact.
 */
final class WorkingOrder {
  /** Where it is on its way. */
  enum Stage {
    /**
     * Bound to an entry that has not begun to fill, or a limit order whose entry just has filled.
     */
    WAITING,
    /** A trigger order not fired yet. */
    ARMED,
    /** A limit order on the book. */
    RESTING,
    /** To be executed at once. */
    IMMEDIATE
  }

  final Instant placedAt;
  private double trigger;
  private OrderSpec spec;
  private Quantity remaining;
  private Stage stage;
  private long since;
  private int fills;
  private boolean entryFilled;
  private boolean obsolete;
  private @Nullable Quantity allowed;
  private double limit;

  WorkingOrder(OrderSpec spec, Instant placedAt) {
    this.spec = spec;
    this.placedAt = placedAt;
    this.trigger = triggerOf(spec.terms());
    this.remaining = spec.quantity();
    this.since = placedAt.toEpochMilli();
    this.stage = spec.entry().isPresent() ? Stage.WAITING : firstStage(spec.terms());
    this.limit = limitOf(spec.terms()).map(Price::toDouble).orElse(Double.NaN);
  }

  void write(StandingWriter out) {
    Quantity most = allowed;
    out.order(spec)
        .time(placedAt)
        .decimal(remaining.value())
        .name(stage)
        .number(since)
        .number(fills)
        .flag(entryFilled)
        .flag(obsolete)
        .decimal(most == null ? null : most.value());
  }

  static WorkingOrder read(StandingReader in) {
    WorkingOrder order = new WorkingOrder(in.order(), in.time());
    order.remaining = in.quantity();
    order.stage = in.name(Stage.class);
    order.since = in.number();
    order.fills = Math.toIntExact(in.number());
    order.entryFilled = in.flag();
    order.obsolete = in.flag();
    order.allowed = in.decimalIfAny().map(Quantity::new).orElse(null);
    return order;
  }

  ClientOrderId id() {
    return spec.id();
  }

  OrderSpec spec() {
    return spec;
  }

  String symbol() {
    return spec.symbol();
  }

  Side side() {
    return spec.side();
  }

  boolean isBuy() {
    return spec.side() == Side.BUY;
  }

  Quantity remaining() {
    return remaining;
  }

  Stage stage() {
    return stage;
  }

  /** From when on the market can execute or fire it, epoch milliseconds. */
  long since() {
    return since;
  }

  int fills() {
    return fills;
  }

  /** Base units executed. */
  Quantity filled() {
    return spec.quantity().minus(remaining);
  }

  boolean entryFilled() {
    return entryFilled;
  }

  /** Its sibling has filled, or its entry ended without a fill. */
  boolean obsolete() {
    return obsolete;
  }

  /** Limit price, or NaN. */
  double limit() {
    return limit;
  }

  @Nullable Price limitPrice() {
    return limitOf(spec.terms()).orElse(null);
  }

  /** The price an amendment tells: the trigger, else the limit. */
  @Nullable Price amendablePrice() {
    return amendablePrice(spec.terms());
  }

  static @Nullable Price amendablePrice(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket ignored -> null;
      case OrderTerms.Limit it -> it.price();
      case OrderTerms.Stop it -> it.trigger();
      case OrderTerms.TakeProfit it -> it.trigger();
    };
  }

  /** Trigger price, or NaN. */
  double trigger() {
    return trigger;
  }

  /** Whether the trigger is reached by a rising mark price: buy stops and sell take-profits. */
  boolean firesUpwards() {
    return spec.terms() instanceof OrderTerms.Stop == isBuy();
  }

  boolean firesAt(double mark) {
    return firesUpwards() ? mark >= trigger() : mark <= trigger();
  }

  void triggered(Instant at) {
    since = at.toEpochMilli();
    stage = Double.isNaN(limit) ? Stage.IMMEDIATE : Stage.RESTING;
  }

  void filled(Quantity quantity) {
    remaining = remaining.minus(quantity);
    fills++;
  }

  /** How much of it is left for what its entry filled; null when it is not larger than that. */
  @Nullable Quantity cut() {
    Quantity most = allowed;
    if (most == null || spec.quantity().compareTo(most) <= 0) {
      return null;
    }
    return most.minus(spec.quantity().minus(remaining));
  }

  void amended(Price price, Quantity left, Instant at) {
    Quantity done = spec.quantity().minus(remaining);
    OrderTerms terms = changed(spec.terms(), price);
    spec =
        new OrderSpec(
            spec.id(),
            spec.symbol(),
            spec.side(),
            done.plus(left),
            terms,
            spec.reduceOnly(),
            spec.entry(),
            spec.label());
    remaining = left;
    limit = limitOf(terms).map(Price::toDouble).orElse(Double.NaN);
    trigger = triggerOf(terms);
    since = at.toEpochMilli();
  }

  private static OrderTerms changed(OrderTerms terms, Price price) {
    return switch (terms) {
      case OrderTerms.AtMarket it -> it;
      case OrderTerms.Limit it -> new OrderTerms.Limit(price, it.timeInForce());
      case OrderTerms.Stop it -> new OrderTerms.Stop(price, it.limit());
      case OrderTerms.TakeProfit it -> new OrderTerms.TakeProfit(price, it.limit());
    };
  }

  /** Its entry has begun to fill: that is all a trigger order waits for. */
  void entryBegan(Instant at) {
    if (stage == Stage.WAITING && firstStage(spec.terms()) == Stage.ARMED) {
      stage = Stage.ARMED;
      since = at.toEpochMilli();
    }
  }

  /**
   * Its entry has ended with this much filled: what is over is cut. A limit order still has to come
   * to the book.
   */
  void entryEnded(Quantity filled, Instant at) {
    entryFilled = true;
    allowed = filled;
    entryBegan(at);
  }

  void markObsolete() {
    obsolete = true;
  }

  static Optional<Price> limitOf(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket ignored -> Optional.empty();
      case OrderTerms.Limit it -> Optional.of(it.price());
      case OrderTerms.Stop it -> it.limit();
      case OrderTerms.TakeProfit it -> it.limit();
    };
  }

  private static double triggerOf(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.Stop stop -> stop.trigger().toDouble();
      case OrderTerms.TakeProfit profit -> profit.trigger().toDouble();
      case OrderTerms.AtMarket ignored -> Double.NaN;
      case OrderTerms.Limit ignored -> Double.NaN;
    };
  }

  static Stage firstStage(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket ignored -> Stage.IMMEDIATE;
      case OrderTerms.Limit it ->
          it.timeInForce() == TimeInForce.IOC ? Stage.IMMEDIATE : Stage.RESTING;
      case OrderTerms.Stop ignored -> Stage.ARMED;
      case OrderTerms.TakeProfit ignored -> Stage.ARMED;
    };
  }
}
