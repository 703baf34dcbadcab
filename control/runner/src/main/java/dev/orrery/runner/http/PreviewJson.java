package dev.orrery.runner.http;

import dev.orrery.api.value.Price;
import dev.orrery.deployment.http.Json;
import dev.orrery.executor.Judgement;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderText;
import dev.orrery.executor.risk.Clearance;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.tick.Preview;
import dev.orrery.store.ActionsText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a strategy would do, for the API. Actions are as the journal has them; prices, sizes and
 * money are texts: exact, whoever reads them.
 */
final class PreviewJson {
  private PreviewJson() {}

  /** With the marks of the moment. */
  static Map<String, @Nullable Object> of(
      StrategyStatus status, Preview preview, MarketSnapshot market) {
    Judgement judgement = preview.judgement();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("strategy", status.name());
    fields.put("preview", true);
    fields.put("skipped", skip(status.latches()));
    fields.put(
        "result", judgement == null ? "failed" : judgement.kind().name().toLowerCase(Locale.ROOT));
    fields.put("error", preview.error());
    fields.put(
        "problem", judgement == null || judgement.problem().isEmpty() ? null : judgement.problem());
    fields.put(
        "actions", Json.node(ActionsText.of(preview.actions(), BigDecimal.ZERO)).path("actions"));
    fields.put("orders", judgement == null ? List.of() : orders(judgement, market));
    fields.put("other", judgement == null ? List.of() : other(judgement));
    fields.put(
        "clearances",
        judgement == null
            ? List.of()
            : judgement.clearances().stream().map(PreviewJson::clearance).toList());
    fields.put("notes", judgement == null ? List.of() : judgement.notes());
    return fields;
  }

  /** Why a firing would not even be asked about; null when it would. */
  private static @Nullable String skip(Latches latches) {
    return Stream.of(
            named("stopping", latches.stopping()),
            named("flatten", latches.flatten()),
            named("paused", latches.paused()))
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElse(null);
  }

  private static String named(String latch, @Nullable String reason) {
    return reason == null ? "" : latch + ": " + reason;
  }

  private static List<Map<String, @Nullable Object>> orders(
      Judgement judgement, MarketSnapshot market) {
    Map<ClientOrderId, Clearance> clearances =
        judgement.clearances().stream()
            .collect(Collectors.toMap(Clearance::id, each -> each, (first, _) -> first));
    Set<ClientOrderId> sent =
        judgement.instructions().stream().map(Instruction::id).collect(Collectors.toSet());
    List<Map<String, @Nullable Object>> orders = new ArrayList<>();
    for (OrderSpec order : judgement.orders()) {
      Clearance clearance = clearances.get(order.id());
      BigDecimal price = price(order, market);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("id", order.id().value());
      fields.put("text", OrderText.of(order));
      fields.put("symbol", order.symbol());
      fields.put("side", order.side().name());
      fields.put("quantity", order.quantity().toString());
      fields.put("terms", OrderText.of(order.terms()));
      fields.put("price", price == null ? null : price.toPlainString());
      fields.put(
          "notional_usd",
          price == null ? null : price.multiply(order.quantity().value()).toPlainString());
      fields.put("reduce_only", order.reduceOnly());
      fields.put("label", order.label());
      fields.put("cleared", clearance instanceof Clearance.Cleared);
      fields.put("sent", sent.contains(order.id()));
      orders.add(fields);
    }
    return orders;
  }

  /** Its own, else the mark; null while there is none. */
  private static @Nullable BigDecimal price(OrderSpec order, MarketSnapshot market) {
    double mark = market.mark(order.symbol());
    return TrackedOrder.priceOf(order.terms())
        .map(Price::value)
        .orElseGet(() -> Double.isNaN(mark) ? null : Price.of(mark).value());
  }

  /** What would be sent beside orders that are placed or changed. */
  private static List<String> other(Judgement judgement) {
    List<String> other = new ArrayList<>();
    for (Instruction instruction : judgement.instructions()) {
      switch (instruction) {
        case Instruction.Cancel it -> other.add("cancel " + it.symbol() + " order " + it.id());
        case Instruction.SetLeverage it ->
            other.add("set leverage of " + it.symbol() + " to " + it.leverage() + " " + it.mode());
        case Instruction.Place _ -> {}
        case Instruction.Amend _ -> {}
      }
    }
    judgement.gone().forEach(id -> other.add("order " + id + " is gone already"));
    return other;
  }

  private static Map<String, @Nullable Object> clearance(Clearance clearance) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", clearance.id().value());
    fields.put("cleared", clearance instanceof Clearance.Cleared);
    fields.put("text", clearance.text());
    if (clearance instanceof Clearance.Denied denied) {
      fields.put("reason", denied.reason().name());
      fields.put("meaning", denied.reason().meaning());
      fields.put("way_out", denied.reason().wayOut());
    }
    return fields;
  }
}
