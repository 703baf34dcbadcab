package dev.orrery.runner.live;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A strategy that does what it is told by its payload, and nothing by itself. */
final class Hand {
  static final String NAME = "hand";
  static final String VAULT = "live-1";

  /** All it knows. */
  static final List<String> WORDS =
      List.of(
          "open", "short", "plain", "rest", "near", "amend", "grow", "cancel", "close", "turn",
          "stop", "move");

  private Hand() {}

  /** Its jar in a folder. */
  static Path build(Path folder) throws java.io.IOException {
    Files.createDirectories(folder);
    TestJar.jar()
        .source("h.Hand", source())
        .service(StrategyPlugin.class, "h.Hand")
        .build(folder.resolve("hand.jar"));
    return folder;
  }

  private static String source() {
    return """
    package h;
    import dev.orrery.api.*;
    import dev.orrery.api.account.*;
    import dev.orrery.api.action.*;
    import dev.orrery.api.value.*;
    import java.math.BigDecimal;
    import java.math.RoundingMode;
    import java.util.*;
    public class Hand implements StrategyPlugin {
      @Override public String name() { return "%s"; }
      @Override public String vaultId() { return "%s"; }
      @Override public List<Trigger> triggers() { return List.of(Trigger.manual()); }

      @Override public List<Action> decide(DecisionContext context) {
        String word = context.firing().payload().orElse("");
        Action action = switch (word) {
          case "open" -> market(context, Side.BUY).withExits(around(context, 1));
          case "short" -> market(context, Side.SELL).withExits(around(context, -1));
          case "plain" -> market(context, context.random().nextBoolean() ? Side.BUY : Side.SELL);
          case "rest" -> PlaceOrder.of("BTC", Side.BUY, OrderSize.of("0.01"),
              OrderTerms.limit(at(context, "0.995")), "rests far away").withExits(around(context, 1));
          case "near" -> PlaceOrder.of("BTC", Side.BUY, OrderSize.of("0.01"),
              OrderTerms.limit(at(context, "0.9995")), "rests near").withExits(around(context, 1));
          case "amend" -> resting(context).<Action>map(it ->
              AmendOrder.price(it.clientOrderId(), at(context, "0.994"), "further away")).orElse(null);
          case "grow" -> resting(context).<Action>map(it ->
              AmendOrder.quantity(it.clientOrderId(), Quantity.of("0.02"), "more")).orElse(null);
          case "cancel" -> new CancelAll("BTC", "told to");
          case "close" -> new ClosePosition("BTC", "told to");
          case "turn" -> TargetPosition.of("BTC",
              context.account().held("BTC").signum() > 0 ? Quantity.of("-0.01") : Quantity.of("0.01"),
              "the other way");
          case "stop" -> context.account().held("BTC").signum() <= 0 ? null
              : PlaceOrder.of("BTC", Side.SELL, OrderSize.of(context.account().held("BTC")),
                  OrderTerms.stop(at(context, "0.97")), "of its own").asReduceOnly();
          case "move" -> waiting(context).<Action>map(it ->
              AmendOrder.price(it.clientOrderId(),
                  at(context, context.random().nextBoolean() ? "0.965" : "0.975"), "elsewhere")).orElse(null);
          default -> null;
        };
        return List.of(action == null ? new Noop("nothing for " + word) : action);
      }

      private static PlaceOrder market(DecisionContext context, Side side) {
        return PlaceOrder.of("BTC", side, OrderSize.of("0.01"), OrderTerms.market(), "told to");
      }

      private static Optional<OpenOrder> resting(DecisionContext context) {
        return context.account().openOrders("BTC").stream()
            .filter(it -> !it.reduceOnly() && it.status() == OpenOrder.Status.RESTING).findFirst();
      }

      private static Optional<OpenOrder> waiting(DecisionContext context) {
        return context.account().openOrders("BTC").stream()
            .filter(it -> it.isExit() && it.entryId().isEmpty()
                && it.status() == OpenOrder.Status.ARMED).findFirst();
      }

      private static Exits around(DecisionContext context, int sign) {
        return sign > 0
            ? Exits.stopAndTarget(at(context, "0.99"), at(context, "1.01"))
            : Exits.stopAndTarget(at(context, "1.01"), at(context, "0.99"));
      }

      private static Price at(DecisionContext context, String times) {
        BigDecimal mark = context.market().mark("BTC").price().value();
        return new Price(mark.multiply(new BigDecimal(times)).setScale(0, RoundingMode.HALF_EVEN));
      }
    }
    """
        .formatted(NAME, VAULT);
  }
}
