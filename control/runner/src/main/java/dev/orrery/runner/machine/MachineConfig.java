package dev.orrery.runner.machine;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.config.run.Caps;
import dev.orrery.config.run.RunConfig;
import dev.orrery.deployment.BrokerKind;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.SkillPayload;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A deployment's row and the version it is pinned to, as a configuration of one strategy. */
final class MachineConfig {
  /** The private key of the agent; handed in once, at the start. */
  static final String AGENT_KEY = "HYPERLIQUID_AGENT_KEY";

  private MachineConfig() {}

  /** The configuration, whatever is wrong with it. */
  static Draft<RunConfig> of(
      MachineSettings settings,
      Deployment row,
      SkillPayload version,
      Optional<MachineTable.Agent> agent) {
    boolean paper = row.broker() == BrokerKind.PAPER;
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("dataDir", settings.dataDir());
    all.put("port", 0);
    all.put("watch", Map.of("every", "0s"));
    all.put("store", Map.of("url", settings.database().url()));
    all.put("market", Map.of("source", paper ? "replay" : "hyperliquid"));
    all.put("broker", Map.of("kind", paper ? "paper" : "hyperliquid"));
    all.put("runtime", Map.of("tickInterval", version.tickInterval()));
    all.put("strategies", Map.of(row.name(), strategy(row, version)));
    agent.ifPresent(it -> all.put("vaults", Map.of(vault(row), venue(it, settings))));
    Set<String> reserved = new HashSet<>(settings.reserved());
    reserved.add(MachineSettings.DATA_DIR);
    return ConfigLoader.of(RunConfig.class)
        .values(all)
        .environment(settings.environment())
        .reserved(reserved)
        .flag("market.source", "--market", settings.market().orElse(null))
        .flag("market.speed", "--speed", settings.speed().orElse(null))
        .read();
  }

  private static Map<String, Object> strategy(Deployment row, SkillPayload version) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("strategy", version.strategy());
    entry.put("vault", vault(row));
    entry.put("parameters", version.parameters());
    entry.put("caps", caps(version.risk()));
    return entry;
  }

  /** What a person left empty is an account of the strategy's own. */
  private static String vault(Deployment row) {
    return row.vault().isBlank() ? "paper:" + row.name() : row.vault();
  }

  private static Map<String, Object> venue(MachineTable.Agent agent, MachineSettings settings) {
    Map<String, @Nullable Object> account = new LinkedHashMap<>();
    account.put("address", agent.master());
    account.put("agentKey", settings.environment().get(AGENT_KEY));
    return Map.of("hyperliquid", account);
  }

  private static Map<String, Object> caps(Caps caps) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("maxPositionPct", plain(caps.maxPositionPct()));
    all.put("maxTotalExposurePct", plain(caps.maxTotalExposurePct()));
    all.put("maxOrdersPerDay", caps.maxOrdersPerDay());
    all.put("maxOrdersPerMinute", caps.maxOrdersPerMinute());
    all.put("maxLeverage", plain(caps.maxLeverage()));
    all.put("minOrderUsd", plain(caps.minOrderUsd()));
    all.put("allowedSymbols", caps.allowedSymbols());
    all.put("dailyLossHaltPct", plain(caps.dailyLossHaltPct()));
    all.put("maxMonthlyCostUsd", plain(caps.maxMonthlyCostUsd()));
    return all;
  }

  private static String plain(BigDecimal number) {
    return number.toPlainString();
  }
}
