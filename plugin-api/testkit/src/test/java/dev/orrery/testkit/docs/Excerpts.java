package dev.orrery.testkit.docs;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.action.Action;
import dev.orrery.api.action.AmendOrder;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.CancelOrder;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.api.action.Exits;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.SetExits;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** Shorter examples. */
final class Excerpts {
  private Excerpts() {}

  static List<Trigger> triggers() {
    // region triggers
    return List.of(
        Trigger.barClose("BTC", Interval.FIVE_MINUTES),
        Trigger.every(Duration.ofMinutes(1)),
        Trigger.cron("0 30 9 ? * MON-FRI", ZoneId.of("America/New_York")),
        Trigger.event("price-jump"),
        Trigger.manual());
    // endregion
  }

  // region subscriptions
  static List<Subscription> subscriptions() {
    return List.of(new Subscription("BTC", Interval.FIVE_MINUTES, 30));
  }

  // endregion

  // region dispatch
  static List<Action> decide(DecisionContext context) {
    if (context.firing().trigger() instanceof Trigger.Event) {
      String payload = context.firing().payload().orElse("");
      return payload.contains("\"BTC\"") ? fade(context) : noop("another symbol");
    }
    return noop("nothing to look after");
  }

  // endregion

  private static List<Action> fade(DecisionContext context) {
    return noop("seen at " + context.now());
  }

  // region candles
  static double momentum(DecisionContext context) {
    Candles bars = context.market().candles("BTC", Interval.FIVE_MINUTES, 30);
    int newest = bars.size() - 1; // closed last; index 0 is the oldest
    double fast = bars.meanClose(newest - 9, newest + 1); // the newest ten: [from, to)
    double slow = bars.meanClose(0, newest + 1);
    context.record("momentum", fast - slow);
    return fast - slow;
  }

  // endregion

  // region once-a-day
  static List<Action> onceADay(DecisionContext context) {
    String today = Long.toString(Interval.DAY.floor(context.now().toEpochMilli()));
    String last = context.state().get("bought-on").orElse(null);
    if (today.equals(last) || !context.state().compareAndSet("bought-on", last, today)) {
      return List.of(new Noop("bought today already"));
    }
    return List.of(
        PlaceOrder.buy("BTC", OrderSize.worth(Usd.of(50)), OrderTerms.market(), "daily buy"));
  }

  // endregion

  static List<Action> orders() {
    // region orders
    return List.of(
        PlaceOrder.buy("BTC", OrderSize.of("0.25"), OrderTerms.market(), "at the market"),
        PlaceOrder.sell(
                "BTC", OrderSize.worth(Usd.of(200)), OrderTerms.limit(Price.of("850")), "rest")
            .withLabel("upper"),
        PlaceOrder.buy(
            "BTC", OrderSize.of("0.1"), OrderTerms.postOnly(Price.of("790.5")), "maker only"),
        PlaceOrder.sell("BTC", OrderSize.of("0.25"), OrderTerms.stop(Price.of("780")), "protect")
            .asReduceOnly());
    // endregion
  }

  static List<Action> targets(boolean longer) {
    // region targets
    if (longer) {
      return List.of(TargetPosition.worth("BTC", Usd.of(2_000), "long 2,000 USD"));
    }
    return List.of(TargetPosition.of("BTC", Quantity.of("-0.5"), "short half a coin"));
    // endregion
  }

  static List<Action> exits(Price mark) {
    // region exits
    Price stop = mark.times("0.98");
    Price profit = mark.times("1.04");
    return List.of(
        TargetPosition.worth("BTC", Usd.of(1_000), "break upwards")
            .withExits(Exits.stopAndTarget(stop, profit)));
    // endregion
  }

  static List<Action> tidy(DecisionContext context) {
    // region tidy
    for (OpenOrder order : context.account().openOrders("BTC")) {
      if (order.label().equals("upper") && !order.isExit()) {
        return List.of(new CancelOrder(order.clientOrderId(), "no longer wanted"));
      }
    }
    return List.of(
        new CancelAll("BTC", "leave the market"), new ClosePosition("BTC", "leave the market"));
    // endregion
  }

  // region trail
  static List<Action> trail(DecisionContext context) {
    Position position = context.account().position("BTC").orElse(null);
    if (position == null || !position.isLong()) {
      return List.of(new Noop("nothing to trail"));
    }
    Price wanted = context.market().mark("BTC").price().times("0.98");
    for (OpenOrder order : context.account().openOrders("BTC")) {
      if (order.terms() instanceof OrderTerms.Stop stop
          && order.isExit()
          && stop.trigger().compareTo(wanted) >= 0) {
        return List.of(new Noop("the stop is as high already"));
      }
    }
    return List.of(new SetExits("BTC", Exits.stop(wanted), "trail by 2 %"));
  }

  // endregion

  static List<Action> amend(OpenOrder order) {
    // region amend
    return List.of(AmendOrder.price(order.clientOrderId(), Price.of("845"), "follow the price"));
    // endregion
  }

  static List<Action> leverage() {
    // region leverage
    return List.of(new SetLeverage("BTC", 2, MarginMode.ISOLATED, "small collateral"));
    // endregion
  }

  // region noop
  private static List<Action> noop(String reason) {
    return List.of(new Noop(reason));
  }
  // endregion
}
