package dev.orrery.runner.http;

import dev.orrery.deployment.http.Json;
import dev.orrery.store.DecisionViews.Chain;
import dev.orrery.store.DecisionViews.View;
import dev.orrery.store.SentOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decisions for the API: fields by the names of the journal's columns, in order. */
final class DecisionJson {
  private DecisionJson() {}

  /** One in a list. */
  static Map<String, @Nullable Object> of(View view) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", view.id());
    fields.put("deployment", view.deployment().toString());
    fields.put("strategy", view.strategy());
    fields.put("vault", view.vault());
    fields.put("firing", view.firing());
    fields.put("trigger", view.trigger());
    fields.put("tick_at", view.tickAt().toString());
    fields.put("as_of", view.asOf().toString());
    fields.put("verdict", view.underWay() ? null : view.verdict());
    fields.put("reasons", view.reasons());
    fields.put("size_usd", view.sizeUsd());
    fields.put("latency_us", view.latencyMicros());
    fields.put("cost_usd", view.costUsd());
    fields.put("error", view.error());
    return fields;
  }

  /** One with everything that belongs to it: that of the list, then the rest. */
  static Map<String, @Nullable Object> of(Chain chain) {
    View view = chain.decision();
    JsonNode proposed = Json.node(chain.proposed());
    JsonNode result = Json.node(chain.result());
    Map<String, @Nullable Object> fields = of(view);
    fields.put("scheduled_at", view.scheduledAt().toString());
    fields.put("origin", view.origin());
    fields.put("payload", view.payload());
    fields.put("reads", Json.node(chain.reads()));
    fields.put("actions", list(proposed, "actions"));
    fields.put("clearances", list(result, "clearances"));
    fields.put("outcomes", list(result, "outcomes"));
    fields.put("orders", chain.orders().stream().map(DecisionJson::of).toList());
    fields.put("series", Json.node(chain.series()));
    fields.put("jar_digest", chain.jarDigest());
    fields.put("parameter_digest", chain.parameterDigest());
    fields.put("api_version", chain.apiVersion());
    fields.put("overran", view.overran());
    return fields;
  }

  /** What the broker answered to the orders of one, as texts, in order. */
  static List<String> outcomes(Chain chain) {
    return Json.node(chain.result())
        .path("outcomes")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private static Map<String, @Nullable Object> of(SentOrder order) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("cloid", order.cloid());
    fields.put("symbol", order.symbol());
    fields.put("side", order.side());
    fields.put("size_base", order.size());
    fields.put("terms", order.terms());
    fields.put("reduce_only", order.reduceOnly());
    fields.put("entry_cloid", order.entry());
    fields.put("label", order.label());
    fields.put("epoch", order.epoch());
    fields.put("valid_until", order.validUntil() == null ? null : order.validUntil().toString());
    fields.put("as_of", order.asOf().toString());
    fields.put("events", order.steps().stream().map(DecisionJson::of).toList());
    fields.put("fills", order.fills().stream().map(DecisionJson::of).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> of(SentOrder.Step step) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("kind", step.kind());
    fields.put("detail", step.detail());
    fields.put("as_of", step.asOf().toString());
    return fields;
  }

  private static Map<String, @Nullable Object> of(SentOrder.Fill fill) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("fill_id", fill.id());
    fields.put("side", fill.side());
    fields.put("price", fill.price());
    fields.put("size_base", fill.size());
    fields.put("fee_usd", fill.feeUsd());
    fields.put("maker", fill.maker());
    fields.put("liquidation", fill.liquidation());
    fields.put("as_of", fill.asOf().toString());
    return fields;
  }

  /** A list by its name; empty where there is none. */
  private static Object list(JsonNode object, String name) {
    JsonNode list = object.path(name);
    return list.isArray() ? list : List.of();
  }
}
