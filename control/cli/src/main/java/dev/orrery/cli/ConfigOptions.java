package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.ShippedConfig;
import dev.orrery.control.machine.MachineChoice;
import dev.orrery.kernel.SecretLines;
import dev.orrery.runtime.plugin.PluginSources;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that stand over a configuration; what is not given sets nothing. */
final class ConfigOptions {
  /** Variables of the launcher, and of whoever starts machines, which are no settings. */
  static final Set<String> RESERVED =
      Set.of(
          "ORRERY_HEAP",
          "ORRERY_AOT",
          "ORRERY_JFR",
          "ORRERY_HOME",
          MachineChoice.VARIABLE,
          BindAddress.VARIABLE,
          PlaneOptions.URL,
          PlaneOptions.TOKEN,
          SecretLines.VARIABLE);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration; without, the shipped one: four strategies on paper.")
  private @Nullable Path config;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder of strategy jars; without, the bundled ones.")
  private @Nullable String plugins;

  @Option(
      names = "--market",
      paramLabel = "SOURCE",
      description =
          "`replay` (the bundled recording), `replay:FILE`, `hyperliquid` (the live market, without"
              + " a key), or the URL of an exchange that speaks its protocol.")
  private @Nullable String market;

  @Option(
      names = "--timeline",
      paramLabel = "paced|wall",
      description = "Time of a recorded market: faster, or moved to now.")
  private @Nullable String timeline;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = "How much faster than real time a paced market runs (600).")
  private @Nullable String speed;

  @Option(
      names = "--broker",
      paramLabel = "KIND",
      description = "Who executes: `paper`, or `hyperliquid` on a live market.")
  private @Nullable String broker;

  @Option(
      names = "--store",
      paramLabel = "embedded|URL",
      description = "PostgreSQL in the data directory, or jdbc:postgresql://HOST/DATABASE.")
  private @Nullable String store;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Folder of everything kept (data).")
  private @Nullable String dataDir;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Loopback port of health, metrics and API (7070); 0 takes a free one.")
  private @Nullable String port;

  @Option(
      names = "--dev",
      description =
          "For developing: decisions have no deadline, a debugger may stop in them; a jar's change"
              + " is taken at once.")
  private boolean dev;

  /**
   * The data directory where it can be told before the configuration is read, and has the database:
   * no file and no variable could say otherwise. Empty where one could.
   */
  Optional<Path> plainDataDir(Console console) {
    boolean settled =
        config == null
            && store == null
            && console.environment().keySet().stream()
                .noneMatch(name -> name.startsWith("ORRERY_") && !RESERVED.contains(name));
    if (!settled) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(dataDir == null ? ShippedConfig.DATA_DIR : dataDir));
    } catch (InvalidPathException e) {
      return Optional.empty(); // told as a problem once the configuration is read
    }
  }

  /** The configuration as read, whatever is wrong with it. */
  Draft<RunConfig> draft(Console console) {
    ConfigLoader<RunConfig> loader = ConfigLoader.of(RunConfig.class);
    loader =
        config == null
            ? loader.text(ShippedConfig.NAME, ShippedConfig.text())
            : loader.file(config);
    return loader
        .environment(console.environment())
        .reserved(RESERVED)
        .flag("plugins", "--plugins", plugins)
        .flag("market.source", "--market", market)
        .flag("market.timeline", "--timeline", timeline)
        .flag("market.speed", "--speed", speed)
        .flag("broker.kind", "--broker", broker)
        .flag("store.url", "--store", store)
        .flag("dataDir", "--data-dir", dataDir)
        .flag("port", "--port", port)
        .flag("runtime.dev", "--dev", dev ? "true" : null)
        .read();
  }

  /** Where the bundled jars are. */
  static Path bundledPlugins(Console console) {
    return console.home().map(home -> home.resolve("plugins")).orElse(Path.of("plugins"));
  }

  /**
   * The bundled jars among which a strategy is looked for: those that run by default, and of those
   * that do not, in {@code more}, the one that is named after it.
   */
  static List<Path> bundledJars(Console console, String strategy) {
    Path folder = bundledPlugins(console);
    Path more = folder.resolve("more");
    if (!Files.isDirectory(more)) {
      return PluginSources.in(folder);
    }
    Stream<Path> named =
        PluginSources.in(more).stream()
            .filter(jar ->
                String.valueOf(jar.getFileName()).startsWith("orrery-strategy-" + strategy + "-"));
    return Stream.concat(PluginSources.in(folder).stream(), named).toList();
  }
}
