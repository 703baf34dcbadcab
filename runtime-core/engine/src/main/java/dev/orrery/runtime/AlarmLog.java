package dev.orrery.runtime;

import dev.orrery.executor.AccountAlarm;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Alarms of an account as events of the deployment's log. */
final class AlarmLog implements AccountAlarm {
  private final String deployment;
  private final String strategy;
  private final RuntimeLog log;

  AlarmLog(String deployment, String strategy, RuntimeLog log) {
    this.deployment = deployment;
    this.strategy = strategy;
    this.log = log;
  }

  @Override
  public void unexpectedFill(Fill fill, String why) {
    say(
        "warn",
        "fill_unexpected",
        fill.side()
            + " "
            + fill.quantity()
            + " "
            + fill.symbol()
            + " at "
            + fill.price()
            + " of "
            + why
            + ": booked; look at the venue for an order that was placed twice, or by somebody else",
        Map.of("cloid", fill.clientOrderId().value(), "fill", fill.fillId()));
  }

  @Override
  public void unanswered(List<ClientOrderId> orders, Duration waited) {
    say(
        "error",
        "broker_silent",
        "no answer within "
            + waited.toMillis()
            + " ms: "
            + orders.size()
            + " orders are unresolved and asked for; nothing is opened until it answers",
        Map.of(
            "cloids", orders.stream().map(ClientOrderId::value).collect(Collectors.joining(" "))));
  }

  @Override
  public void answeredLate(List<OrderOutcome> outcomes, Duration after) {
    say(
        "warn",
        "broker_late",
        "answered after " + after.toMillis() + " ms: the venue is asked what is true",
        Map.of("outcomes", outcomes.toString()));
  }

  private void say(String level, String event, String message, Map<String, Object> data) {
    log.event(deployment, strategy, level, event, message, data);
  }
}
