package dev.orrery.control.skill;

import dev.orrery.config.run.Caps;
import dev.orrery.deployment.SkillPayload;
import dev.orrery.kernel.Sha256;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a version consists of beside its jar.
 *
 * @param name of the skill; null for that of the strategy
 * @param strategy its name in the jar; null for the only one
 * @param parameters as the operator gave them
 * @param risk its caps: no version is without
 * @param symbols what it looks at
 * @param tickInterval how often it is expected to tick
 * @param model its language model; null when it has none
 */
public record Publication(
    @Nullable String name,
    @Nullable String strategy,
    Map<String, @Nullable Object> parameters,
    Caps risk,
    List<String> symbols,
    Duration tickInterval,
    @Nullable String model) {
  /** Copies. */
  public Publication {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    symbols = List.copyOf(symbols);
  }

  /** The only strategy of a jar with these caps, and nothing else said. */
  public static Publication with(Caps risk) {
    return new Publication(
        null,
        null,
        Map.of(),
        risk,
        risk.allowedSymbols().stream().sorted().toList(),
        SkillPayload.DEFAULT_TICK_INTERVAL,
        null);
  }

  @SuppressWarnings("NullAway") // class files say nothing of what a record's constructor may nest
  SkillPayload payload(Sha256 jar, String inJar) {
    return new SkillPayload(jar, inJar, parameters, risk, symbols, tickInterval, model);
  }
}
