package dev.orrery.runner.boot;

import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.config.ConfigNode;
import dev.orrery.deployment.SkillPayload;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the rows of a deployment say of a planned strategy. Pure functions. */
public final class Payloads {

  private Payloads() {}

  /**
   * The version of its skill.
   *
   * @param usually how often one is expected to tick that no clock or candle wakes
   */
  public static SkillPayload of(Planned planned, Duration usually) {
    return new SkillPayload(
        planned.offered().jarDigest(),
        planned.offered().name(),
        plain(planned.parameters()),
        planned.caps(),
        symbols(planned),
        tickInterval(planned.wakers(), usually),
        null);
  }

  private static List<String> symbols(Planned planned) {
    Set<String> symbols = new TreeSet<>(planned.caps().allowedSymbols());
    planned.offered().subscriptions().stream().map(Subscription::symbol).forEach(symbols::add);
    return List.copyOf(symbols);
  }

  /** The shortest period that is known. */
  static Duration tickInterval(List<Trigger> triggers, Duration usually) {
    return triggers.stream()
        .map(trigger -> period(trigger, usually))
        .min(Duration::compareTo)
        .orElse(usually);
  }

  private static Duration period(Trigger trigger, Duration usually) {
    return switch (trigger) {
      case Trigger.Every every -> every.period();
      case Trigger.BarClose bar -> Duration.ofMillis(bar.interval().millis());
      case Trigger.Cron _, Trigger.Event _, Trigger.Manual _ -> usually;
    };
  }

  /** What is left empty is left out. */
  private static Map<String, Object> plain(Map<String, ConfigNode> nodes) {
    Map<String, Object> all = new LinkedHashMap<>();
    nodes.forEach((name, node) -> plain(node).ifPresent(value -> all.put(name, value)));
    return all;
  }

  private static Optional<Object> plain(ConfigNode node) {
    return switch (node) {
      case ConfigNode.Scalar scalar ->
          scalar.isAbsent() ? Optional.empty() : Optional.of(scalar.text());
      case ConfigNode.Items items ->
          Optional.of(items.items().stream().flatMap(item -> plain(item).stream()).toList());
      case ConfigNode.Mapping mapping -> Optional.of(plain(mapping.entries()));
    };
  }
}
