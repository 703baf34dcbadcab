package dev.orrery.store;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision with everything that belongs to it, from the firing to the fills. What the journal
 * keeps as JSON is here as maps, lists, texts, numbers and booleans.
 *
 * @param scheduledAt the firing's instant on the timeline
 * @param origin the event or request it belongs to, {@code event:17}
 * @param actions what it wants
 * @param outcomes what became of what was sent
 * @param reads what it read; candles by digest
 * @param orders its orders, in the order they were intended
 */
public record DecisionChain(
    DecisionRow decision,
    Instant scheduledAt,
    @Nullable String origin,
    @Nullable String payload,
    List<?> actions,
    List<?> clearances,
    List<?> outcomes,
    List<?> reads,
    Map<?, ?> series,
    String jarDigest,
    String parameterDigest,
    String apiVersion,
    boolean overran,
    List<OrderChain> orders) {

  /**
   * One order of it.
   *
   * @param intent the order as intended, by the names of its columns
   * @param events what became of it, in order, likewise
   * @param fills its executions, in order, likewise
   */
  public record OrderChain(
      Map<String, @Nullable Object> intent,
      List<Map<String, @Nullable Object>> events,
      List<Map<String, @Nullable Object>> fills) {
    private Map<String, @Nullable Object> json() {
      Map<String, @Nullable Object> json = new LinkedHashMap<>(intent);
      json.put("events", events);
      json.put("fills", fills);
      return json;
    }
  }

  /** Everything by name, as JSON has it: that of the list, then the rest. */
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = decision.json();
    json.put("scheduled_at", scheduledAt.toString());
    json.put("origin", origin);
    json.put("payload", payload);
    json.put("reads", reads);
    json.put("actions", actions);
    json.put("clearances", clearances);
    json.put("outcomes", outcomes);
    json.put("orders", orders.stream().map(OrderChain::json).toList());
    json.put("series", series);
    json.put("jar_digest", jarDigest);
    json.put("parameter_digest", parameterDigest);
    json.put("api_version", apiVersion);
    json.put("overran", overran);
    return json;
  }
}
