package dev.orrery.executor.plan;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.OrderSpec;
import java.util.List;

/** Legs of a plan as short texts, to compare whole plans at a glance. */
final class Legs {
  private Legs() {}

  /** The legs of a plan that must be valid. */
  static List<Leg> of(Plan plan) {
    return switch (plan) {
      case Plan.Steps steps -> steps.legs();
      case Plan.Invalid it -> throw new AssertionError("invalid: " + it.problem());
    };
  }

  /** Such as {@code 0 SELL 0.02 BTC market reduce}: action, side, size, symbol, terms. */
  static List<String> texts(Plan plan) {
    return of(plan).stream().map(Legs::text).toList();
  }

  private static String text(Leg leg) {
    String step =
        switch (leg) {
          case Leg.Place it -> text(it.order());
          case Leg.Amend it -> "amend to " + text(it.order());
          case Leg.Cancel it -> "cancel " + it.symbol();
          case Leg.SetLeverage it ->
              "leverage " + it.symbol() + " " + it.leverage() + " " + it.mode();
          case Leg.Nothing it -> "nothing: " + it.why();
          case Leg.Gone ignored -> "gone";
          case Leg.Refused it -> "refused: " + it.denial().text();
        };
    return leg.action() + " " + step;
  }

  private static String text(OrderSpec order) {
    return order.side()
        + " "
        + order.quantity()
        + " "
        + order.symbol()
        + " "
        + text(order.terms())
        + (order.reduceOnly() ? " reduce" : "")
        + (order.entry().isPresent() ? " exit" : "")
        + (order.label().isEmpty() ? "" : " '" + order.label() + "'");
  }

  private static String text(OrderTerms terms) {
    return switch (terms) {
      case OrderTerms.AtMarket ignored -> "market";
      case OrderTerms.Limit it -> it.timeInForce() + " " + it.price();
      case OrderTerms.Stop it -> "stop " + it.trigger() + it.limit().map(p -> "/" + p).orElse("");
      case OrderTerms.TakeProfit it ->
          "take " + it.trigger() + it.limit().map(p -> "/" + p).orElse("");
    };
  }
}
