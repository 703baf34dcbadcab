package dev.orrery.executor.plan;

import dev.orrery.api.action.Exits;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import java.util.Optional;

/** A stop or a take-profit: on which side of a position's price it lies. */
enum ExitKind {
  STOP("stop", -1),
  TAKE_PROFIT("takeProfit", 1);

  private final String label;
  private final int direction;

  ExitKind(String label, int direction) {
    this.label = label;
    this.direction = direction;
  }

  /** As it is called in {@link Exits}. */
  String label() {
    return label;
  }

  /** The price that exits give it. */
  Optional<Price> in(Exits exits) {
    return this == STOP ? exits.stop() : exits.takeProfit();
  }

  /** Executed at the market once the mark price is there. */
  OrderTerms at(Price trigger) {
    return this == STOP
        ? new OrderTerms.Stop(trigger, Optional.empty())
        : new OrderTerms.TakeProfit(trigger, Optional.empty());
  }

  /** The terms of an order of this kind with another trigger. */
  static OrderTerms moved(OrderTerms terms, Price trigger) {
    return switch (terms) {
      case OrderTerms.Stop it -> new OrderTerms.Stop(trigger, it.limit());
      case OrderTerms.TakeProfit it -> new OrderTerms.TakeProfit(trigger, it.limit());
      case OrderTerms.AtMarket it -> it;
      case OrderTerms.Limit it -> it;
    };
  }

  /** Its kind; empty for other terms. */
  static Optional<ExitKind> of(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.Stop ignored -> Optional.of(STOP);
      case OrderTerms.TakeProfit ignored -> Optional.of(TAKE_PROFIT);
      case OrderTerms.AtMarket ignored -> Optional.empty();
      case OrderTerms.Limit ignored -> Optional.empty();
    };
  }

  /** The trigger of trigger terms; empty for others. */
  static Optional<Price> trigger(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.Stop it -> Optional.of(it.trigger());
      case OrderTerms.TakeProfit it -> Optional.of(it.trigger());
      case OrderTerms.AtMarket ignored -> Optional.empty();
      case OrderTerms.Limit ignored -> Optional.empty();
    };
  }

  /** Whether a trigger lies where it does not fire yet, for a position opened on a side. */
  boolean isBeyond(Price trigger, Price reference, Side opening) {
    return Integer.signum(trigger.compareTo(reference)) == direction * opening.sign();
  }

  /** Of two triggers the one that fires first. */
  Price nearer(Price one, Price other, Side opening) {
    boolean higherFirst = direction * opening.sign() < 0;
    return one.compareTo(other) > 0 == higherFirst ? one : other;
  }
}
