package dev.orrery.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision in a list.
 *
 * @param id that of its firing
 * @param tickAt wall instant
 * @param asOf timeline instant
 * @param verdict null while its orders are under way
 * @param sizeUsd gross notional of what it would open
 * @param latencyMicros from firing to answer
 */
public record DecisionRow(
    String id,
    String deployment,
    String strategy,
    String vault,
    String trigger,
    Instant tickAt,
    Instant asOf,
    @Nullable String verdict,
    List<String> reasons,
    BigDecimal sizeUsd,
    long latencyMicros,
    BigDecimal costUsd,
    @Nullable String error) {
  /** Copies. */
  public DecisionRow {
    reasons = List.copyOf(reasons);
  }

  /** The fields by the names of the journal's columns, in order, as JSON has them. */
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("deployment", deployment);
    json.put("strategy", strategy);
    json.put("vault", vault);
    json.put("firing", id);
    json.put("trigger", trigger);
    json.put("tick_at", tickAt.toString());
    json.put("as_of", asOf.toString());
    json.put("verdict", verdict);
    json.put("reasons", reasons);
    json.put("size_usd", sizeUsd);
    json.put("latency_us", latencyMicros);
    json.put("cost_usd", costUsd);
    json.put("error", error);
    return json;
  }
}
