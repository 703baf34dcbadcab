package dev.orrery.runtime;

import dev.orrery.api.Trigger;
import dev.orrery.api.account.Account;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.health.StrategyHealth;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.recording.StrategyIdentity;
import dev.orrery.runtime.tick.StrategyUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one strategy stands.
 *
 * @param deployment deployment id
 * @param name bound name
 * @param vault its account
 * @param triggers what wakes it
 * @param parameters in force, canonical JSON
 * @param identity what exactly decides
 * @param fileName its jar
 * @param health whether it is skipped, and why
 * @param latches what was switched
 * @param underWay decisions under way
 * @param account its account at the prices of now
 * @param removed whether its jar is away, so that nothing decides
 * @param notice what a person should know of its jar: why it is away, or why a newer one is not
 *     used; null for nothing
 */
public record StrategyStatus(
    String deployment,
    String name,
    String vault,
    List<Trigger> triggers,
    String parameters,
    StrategyIdentity identity,
    String fileName,
    StrategyHealth.Standing health,
    Latches latches,
    int underWay,
    Account account,
    boolean removed,
    @Nullable String notice) {
  /**
   * Of one strategy.
   *
   * @param notices by digest of a jar in use
   */
  static StrategyStatus of(StrategyUnit unit, MarketSnapshot market, Map<String, String> notices) {
    LoadedStrategy strategy = unit.strategy();
    String away = unit.away();
    return new StrategyStatus(
        unit.deployment(),
        unit.name(),
        unit.vault(),
        strategy.binding().triggers(),
        strategy.parameters(),
        strategy.identity(),
        strategy.descriptor().fileName(),
        unit.health().standing(),
        unit.switches().latches(),
        unit.underWay(),
        unit.desk().view(market),
        away != null,
        away == null ? notices.get(strategy.identity().jarDigest()) : away);
  }

  /**
   * One word: {@code running}, {@code paused}, {@code halted}, {@code quarantined}, {@code
   * removed}, {@code unhealthy} and so on.
   */
  public String state() {
    if (latches.stopping() != null) {
      return "stopping";
    }
    if (latches.flatten() != null) {
      return "flattening";
    }
    if (latches.quarantine() != null) {
      return "quarantined";
    }
    if (removed) {
      return "removed";
    }
    if (latches.paused() != null) {
      return "paused";
    }
    if (latches.halted() != null) {
      return "halted";
    }
    return health.healthy() ? "running" : "unhealthy";
  }

  /** One line for people: {@code grid running on paper-1, equity 10012.34, BTC -0.5}. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(name);
    line.append(' ').append(state()).append(" on ").append(vault);
    line.append(", equity ").append(account.equity());
    account
        .positions()
        .forEach(
            each -> line.append(", ").append(each.symbol()).append(' ').append(each.quantity()));
    String why = why();
    return why == null ? line.toString() : line.append(" (").append(why).append(')').toString();
  }

  private @Nullable String why() {
    return switch (state()) {
      case "stopping" -> latches.stopping();
      case "flattening" -> latches.flatten();
      case "paused" -> latches.paused();
      case "halted" -> latches.halted();
      case "unhealthy" -> health.toString();
      default -> notice;
    };
  }
}
