package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.StoreConfig;
import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runner.command.WishTable;
import dev.orrery.store.PostgresJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a verb reads: the data directory of a daemon, up or down, or a database by URL. Defaults
 * are those of {@code run}, so that verbs meet the daemon that was started without flags.
 */
final class StoreOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The daemon's data directory (data); its server is started when it is down.")
  private @Nullable String dataDir;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "A database by URL instead: jdbc:postgresql://HOST/DATABASE.")
  private @Nullable String store;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Take both from a configuration file.")
  private @Nullable Path config;

  /** Settings as far as they concern where things are. */
  RunConfig settings(Console console) {
    RunConfig settings = draft(console, "").require().value();
    Logs.unexpectedGoTo(settings.dataDir());
    return settings;
  }

  /**
   * Settings as they were read, whatever is wrong with them.
   *
   * @param market in place of the configured one; empty for that
   */
  Draft<RunConfig> draft(Console console, String market) {
    ConfigLoader<RunConfig> loader = ConfigLoader.of(RunConfig.class);
    if (config != null) {
      loader.file(config);
    }
    return loader
        .environment(console.environment())
        .reserved(ConfigOptions.RESERVED)
        .flag("dataDir", "--data-dir", dataDir)
        .flag("store.url", "--store", store)
        .flag("market.source", "--market", market.isEmpty() ? null : market)
        .read();
  }

  /**
   * The database of a daemon that was started here at least once.
   *
   * @throws ProblemException UNREACHABLE when there is none, or nothing in it; REFUSED when another
   *     program's schema is in it
   */
  Database open(Console console) {
    Database database = openAsItIs(console);
    try {
      database.requireSchema();
      RunConfig settings = settings(console);
      if (settings.store().embedded() && daemonDown(console)) {
        WishTable.settle(settings.dataDir(), database);
      }
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /**
   * The same with whatever schema is in it.
   *
   * @throws ProblemException UNREACHABLE when there is none
   */
  Database openAsItIs(Console console) {
    RunConfig settings = settings(console);
    if (!settings.store().embedded()) {
      return byUrl(settings.store());
    }
    Path folder = settings.dataDir();
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new ProblemException(
          Problem.unreachable(
              "data directory " + folder,
              "is a file, not a folder",
              "name the folder of orrery run with --data-dir"));
    }
    if (!Files.isDirectory(folder.resolve("postgres"))) {
      throw new ProblemException(
          Problem.unreachable(
              "data directory " + folder,
              "holds no database",
              "start orrery run first, or name another with --data-dir"));
    }
    return Database.openEmbedded(EmbeddedServer.Settings.in(folder));
  }

  /**
   * A new database, or one by URL that should have nothing in it.
   *
   * @throws ProblemException REFUSED when the data directory is in use, or has been
   */
  Database openEmpty(Console console) {
    RunConfig settings = settings(console);
    if (!settings.store().embedded()) {
      return byUrl(settings.store());
    }
    Path folder = settings.dataDir();
    if (Files.exists(folder.resolve("postgres")) || Files.exists(folder.resolve("spool"))) {
      throw new ProblemException(
          Problem.refused(
              "data directory " + folder,
              "has been used",
              "name one that is not there yet with --data-dir"));
    }
    return Database.openEmbedded(EmbeddedServer.Settings.in(folder));
  }

  /**
   * The daemon or control plane that serves it, if it is up and can be asked; where no place was
   * named, the control plane that the environment names.
   */
  Optional<DaemonClient> daemon(Console console) {
    if (dataDir == null && store == null && config == null) {
      Optional<DaemonClient> elsewhere = PlaneOptions.elsewhere(console);
      if (elsewhere.isPresent()) {
        return elsewhere;
      }
    }
    RunConfig settings = settings(console);
    return settings.store().embedded()
        ? DataDirectory.holder(settings.dataDir())
            .filter(holder -> holder.port() != 0)
            .filter(holder ->
                holder.serves() == DataDirectory.Serves.CONTROL
                    || DataDirectory.token(settings.dataDir()).isPresent())
            .map(_ -> DaemonClient.any(settings.dataDir()))
        : Optional.empty();
  }

  /** When facts were last spooled that its rows do not have; empty when they have all. */
  Optional<Instant> spooledAt(Console console) {
    return PostgresJournal.spooledAt(settings(console).dataDir().resolve("spool"));
  }

  /** Whether it can be told that no daemon serves it; of a database by URL it cannot. */
  boolean daemonDown(Console console) {
    return !daemonUp(console).orElse(true);
  }

  /** Whether a daemon serves it; empty for a database by URL, of which that cannot be seen. */
  Optional<Boolean> daemonUp(Console console) {
    RunConfig settings = settings(console);
    return settings.store().embedded()
        ? Optional.of(DataDirectory.holder(settings.dataDir()).isPresent())
        : Optional.empty();
  }

  private static Database byUrl(StoreConfig store) {
    DatabaseSettings address = DatabaseSettings.of(store.url(), store.password());
    return Database.open(
        store.user() == null ? address : address.withLogin(store.user(), store.password()));
  }
}
