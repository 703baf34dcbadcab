package dev.orrery.runtime;

import java.nio.file.Path;

/** Strategies that between them use most of what there is. */
final class Traders {
  private Traders() {}

  /** A jar of them. */
  static Path jar(Path folder) {
    return new Strategies()
        .add(
            "cross",
            "Trigger.barClose(\"BTC\", Interval.MINUTE)",
            """
            Candles minutes = context.market().candles("BTC", Interval.MINUTE, 12);
            double fast = minutes.meanClose(8, 12);
            double slow = minutes.meanClose(0, 12);
            context.record("fast", fast);
            context.record("slow", slow);
            String last = context.state().get("side").orElse(null);
            String side = fast > slow ? "long" : "short";
            if (side.equals(last) || !context.state().compareAndSet("side", last, side)) {
              return noop();
            }
            Usd worth = context.account().equity().times(fast > slow ? "0.5" : "-0.5");
            return List.of(TargetPosition.worth("BTC", worth, "crossed to " + side));
            """,
            """
            @Override public List<Subscription> subscriptions() {
              return List.of(new Subscription("BTC", Interval.MINUTE, 12));
            }
            """)
        .add(
            "dice",
            "Trigger.everySeconds(20), Trigger.barClose(\"BTC\", Interval.MINUTE)",
            """
            int throwOf = context.random().nextInt(6);
            context.state().put("throw", context.firing().at() + " " + throwOf);
            context.record("throw", throwOf);
            return switch (throwOf) {
              case 0 -> List.of(PlaceOrder.buy("BTC", OrderSize.worth(Usd.of(300)),
                  OrderTerms.market(), "a one"));
              case 1 -> List.of(PlaceOrder.sell("BTC", OrderSize.worth(Usd.of(250)),
                  OrderTerms.market(), "a two"));
              case 2 -> context.account().position("BTC").isEmpty() ? noop()
                  : List.of(new ClosePosition("BTC", "a three"));
              default -> noop();
            };
            """)
        .add(
            "grid",
            "Trigger.everySeconds(60)",
            """
            double mark = context.market().mark("BTC").price().toDouble();
            PriceRule rule = context.market().instrument("BTC").priceRule();
            List<Action> actions = new ArrayList<>();
            actions.add(new CancelAll("BTC", "new grid"));
            for (int i = 1; i <= 3; i++) {
              Price below = Price.of(String.valueOf(Math.round(mark * (1 - 0.0006 * i))));
              Price above = Price.of(String.valueOf(Math.round(mark * (1 + 0.0006 * i))));
              actions.add(PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.limit(below),
                  "below"));
              actions.add(PlaceOrder.sell("BTC", OrderSize.of("0.01"), OrderTerms.postOnly(above),
                  "above"));
            }
            return actions;
            """)
        .add(
            "jumper",
            "Trigger.event(\"jump\"), Trigger.manual()",
            """
            double mark = context.market().mark("BTC").price().toDouble();
            if (context.account().position("BTC").isPresent()) {
              return List.of(new Noop("in already: " + context.firing().payload().orElse("")));
            }
            Price stop = Price.of(String.valueOf(Math.round(mark * 0.998)));
            Price take = Price.of(String.valueOf(Math.round(mark * 1.002)));
            return List.of(PlaceOrder.buy("BTC", OrderSize.worth(Usd.of(2000)),
                OrderTerms.market(), "jump " + context.firing().payload().orElse(""))
                .withExits(Exits.stopAndTarget(stop, take)));
            """)
        .build(folder.resolve("traders.jar"));
  }
}
