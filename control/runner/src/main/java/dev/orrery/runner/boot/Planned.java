package dev.orrery.runner.boot;

import dev.orrery.api.Trigger;
import dev.orrery.config.ConfigNode;
import dev.orrery.config.run.Caps;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A strategy that is to run, with everything decided that configuration, jar and defaults leave
 * open.
 *
 * @param name the name it runs under
 * @param offered what its jar says of it
 * @param vault its account
 * @param startingCash of that account at its first start
 * @param triggers what wakes it; null for what its jar declares
 * @param parameters as written
 * @param caps its limits
 * @param deadline longest decision; zero for any length
 * @param concurrent most decisions at once
 * @param each whether one denied action leaves the others alone
 */
public record Planned(
    String name,
    StrategyDescriptor offered,
    String vault,
    BigDecimal startingCash,
    @Nullable List<Trigger> triggers,
    Map<String, ConfigNode> parameters,
    Caps caps,
    Duration deadline,
    int concurrent,
    boolean each) {
  /** Copies. */
  public Planned {
    triggers = triggers == null ? null : List.copyOf(triggers);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** What wakes it, wherever that was said. */
  public List<Trigger> wakers() {
    return triggers == null ? offered.triggers() : triggers;
  }
}
