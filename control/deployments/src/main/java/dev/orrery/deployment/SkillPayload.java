package dev.orrery.deployment;

import dev.orrery.config.run.Caps;
import dev.orrery.kernel.Sha256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a version of a skill consists of. Immutable, and so is the row.
 *
 * @param jar the jar's digest; its bytes are kept as long as a decision refers to them
 * @param strategy its name in the jar
 * @param parameters as the operator gave them: texts, numbers, booleans, lists and maps of these
 * @param risk its caps
 * @param symbols what it looks at
 * @param tickInterval how often it is expected to tick: silence is judged by it
 * @param model its language model, null when it has none
 */
public record SkillPayload(
    Sha256 jar,
    String strategy,
    Map<String, @Nullable Object> parameters,
    Caps risk,
    List<String> symbols,
    Duration tickInterval,
    @Nullable String model) {
  /** When nothing else is said. */
  public static final Duration DEFAULT_TICK_INTERVAL = Duration.ofMinutes(5);

  /** Copies. */
  public SkillPayload {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    symbols = List.copyOf(symbols);
    if (tickInterval.toSeconds() < 1) {
      throw new IllegalArgumentException("a tick interval is at least 1 s, not " + tickInterval);
    }
  }

  /** Jar and strategy apart, everything else as its column says; sets in order. */
  public String json() {
    Map<String, @Nullable Object> caps = new LinkedHashMap<>();
    caps.put("maxPositionPct", risk.maxPositionPct());
    caps.put("maxTotalExposurePct", risk.maxTotalExposurePct());
    caps.put("maxOrdersPerDay", risk.maxOrdersPerDay());
    caps.put("maxOrdersPerMinute", risk.maxOrdersPerMinute());
    caps.put("maxLeverage", risk.maxLeverage());
    caps.put("minOrderUsd", risk.minOrderUsd());
    caps.put("allowedSymbols", risk.allowedSymbols().stream().sorted().toList());
    caps.put("dailyLossHaltPct", risk.dailyLossHaltPct());
    caps.put("maxMonthlyCostUsd", risk.maxMonthlyCostUsd());
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("jar", jar.hex());
    all.put("strategy", strategy);
    all.put("parameters", parameters);
    all.put("risk", caps);
    all.put("context", Map.of("symbols", symbols));
    all.put("tickInterval", tickInterval.toSeconds());
    all.put("model", model);
    return Json.write(all);
  }

  /** Reads {@link #json}; a payload written by hand may lack the monthly cap. */
  public static SkillPayload of(String json) {
    Map<String, @Nullable Object> all = Json.object(json);
    Map<String, @Nullable Object> risk = new LinkedHashMap<>(map(all, "risk"));
    risk.putIfAbsent("maxMonthlyCostUsd", CostTable.DEFAULT_CAP_USD);
    List<String> symbols = new ArrayList<>();
    if (map(all, "context").get("symbols") instanceof List<?> list) {
      list.forEach(symbol -> symbols.add(String.valueOf(symbol)));
    }
    Object seconds = all.get("tickInterval");
    Object model = all.get("model");
    return new SkillPayload(
        new Sha256(String.valueOf(all.get("jar"))),
        String.valueOf(all.get("strategy")),
        map(all, "parameters"),
        Json.convert(risk, Caps.class),
        symbols,
        seconds instanceof Number number
            ? Duration.ofSeconds(number.longValue())
            : DEFAULT_TICK_INTERVAL,
        model == null ? null : model.toString());
  }

  private static Map<String, @Nullable Object> map(Map<String, @Nullable Object> all, String name) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (all.get(name) instanceof Map<?, ?> found) {
      found.forEach((key, value) -> map.put(Objects.toString(key), value));
    }
    return map;
  }
}
