package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything {@code orrery run} can be told. An empty file is a complete configuration. Meanings
 * stand with the components and are printed on the reference page.
 */
@Doc("An empty file is a complete configuration: everything here has a default.")
public record RunConfig(
    @Doc("Folder of everything kept: the embedded database, spool, lock and token.")
        @Default("data")
        Path dataDir,
    @Doc("Port on loopback of health, metrics, API and pages; 0 takes a free one.")
        @Default("7070")
        @Min(0)
        @Max(65_535)
        int port,
    @Doc("Folder of strategy jars. Unless given, the folder that comes with the distribution.")
        @Nullable Path plugins,
    @Doc(
            "Calls that a jar may make although they are refused in plugins, by the name of its file:"
                + " see refused-calls.md.")
        @Default("{}")
        Map<String, Set<PluginCall>> allowedCalls,
    @Doc("How that folder is watched.") WatchConfig watch,
    @Doc("Where prices come from.") MarketConfig market,
    @Doc("How a live venue is reached.") VenueConfig venue,
    @Doc("Where the journal is kept.") StoreConfig store,
    @Doc("Who executes orders.") BrokerConfig broker,
    @Doc("How strategies are fired.") RuntimeConfig runtime,
    @Doc("How the journal is written.") JournalConfig journal,
    @Doc("How long things are kept.") RetentionConfig retention,
    @Doc("Sources of events.") EventsConfig events,
    @Doc("What holds for strategies without an entry of their own.") DefaultsConfig defaults,
    @Doc("The strategies, each under the name it runs by.") @Default("{}")
        Map<String, StrategyEntry> strategies,
    @Doc("Accounts that need more than a default: one entry a vault.") @Default("{}")
        Map<String, VaultEntry> vaults) {
  /** The entry of a strategy, by the name it runs by. */
  public Optional<StrategyEntry> strategy(String name) {
    return Optional.ofNullable(strategies.get(name));
  }

  /** How the folder of jars is watched, also by whoever develops. */
  public WatchConfig watching() {
    return runtime.dev() ? watch.whileDeveloping() : watch;
  }

  /** Balance of a vault at its first start on paper. */
  public BigDecimal startingCash(String vault) {
    VaultEntry entry = vaults.get(vault);
    BigDecimal own = entry == null ? null : entry.startingCash();
    return own == null ? broker.paper().startingCash() : own;
  }
}
