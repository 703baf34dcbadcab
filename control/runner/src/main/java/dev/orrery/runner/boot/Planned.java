package dev.orrery.runner.boot;

import dev.orrery.api.Trigger;
import dev.orrery.config.ConfigNode;
import dev.orrery.config.run.Caps;
import dev.orrery.runtime.StrategyOptions;
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
 * @param triggers what wakes it by its entry; null for what its jar declares
 * @param declared what its jar declares for these parameters
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
    List<Trigger> declared,
    Map<String, ConfigNode> parameters,
    Caps caps,
    Duration deadline,
    int concurrent,
    boolean each) {
  /** Copies. */
  public Planned {
    triggers = triggers == null ? null : List.copyOf(triggers);
    declared = List.copyOf(declared);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** What wakes it, wherever that was said. */
  public List<Trigger> wakers() {
    return triggers == null ? declared : triggers;
  }

  /** The same by another version of its jar. */
  public Planned offering(StrategyDescriptor other, List<Trigger> wakers) {
    return new Planned(
        name,
        other,
        vault,
        startingCash,
        triggers,
        wakers,
        parameters,
        caps,
        deadline,
        concurrent,
        each);
  }

  /** As the runtime takes it. */
  public StrategyOptions options(String deployment) {
    StrategyOptions options =
        StrategyOptions.named(name)
            .of(offered.name())
            .deployment(deployment)
            .vault(vault)
            .caps(Settings.caps(caps))
            .deadline(deadline)
            .concurrent(concurrent);
    if (triggers != null) {
      options.triggers(triggers);
    }
    parameters.forEach(options::parameter);
    return each ? options.each() : options;
  }
}
