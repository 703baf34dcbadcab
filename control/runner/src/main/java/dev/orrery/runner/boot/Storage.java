package dev.orrery.runner.boot;

import dev.orrery.config.run.JournalConfig;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.StoreConfig;
import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.database.NotificationListener;
import dev.orrery.kernel.IdSource;
import dev.orrery.store.JournalSettings;
import dev.orrery.store.PostgresHistory;
import dev.orrery.store.PostgresJournal;
import dev.orrery.store.Tenure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The database of a host with what writes and listens there. Its parts close themselves as {@link
 * Parts}.
 *
 * @param database the pool, over a migrated schema
 * @param server the embedded server; empty for one by URL
 * @param journal the journal
 * @param history what it knows from before
 * @param notifications the listening connection
 */
public record Storage(
    Database database,
    Optional<EmbeddedServer> server,
    PostgresJournal journal,
    PostgresHistory history,
    NotificationListener notifications) {
  /** Whether a data directory has been used: its embedded server starts in no time. */
  public static boolean isThere(Path dataDir) {
    return Files.isDirectory(dataDir.resolve("postgres"));
  }

  /**
   * How it is opened.
   *
   * @param durable false gives up safety against power loss
   * @param headStart where the embedded server may be starting already; always a durable one
   */
  public record Opening(
      RunConfig config,
      boolean durable,
      Optional<HeadStart> headStart,
      IdSource ids,
      InstantSource clock,
      Parts parts) {}

  /**
   * Opens the one that is configured, and brings its schema up to date.
   *
   * @param reached told of the database as soon as it answers, whatever comes after that
   * @throws dev.orrery.kernel.ProblemException when the database cannot be reached or made
   */
  public static Storage open(Opening opening, Consumer<Database> reached) {
    RunConfig config = opening.config();
    Parts parts = opening.parts();
    Optional<EmbeddedServer> server =
        config.store().embedded()
            ? Optional.of(
                parts.add(
                    Parts.Stage.SERVER,
                    opening
                        .headStart()
                        .flatMap(begun -> begun.take(config.dataDir()))
                        .orElseGet(() ->
                            EmbeddedServer.open(server(config.dataDir(), opening.durable())))))
            : Optional.empty();
    DatabaseSettings settings =
        server.map(EmbeddedServer::database).orElseGet(() -> byUrl(config.store()));
    Database database = parts.add(Parts.Stage.DATABASE, Database.open(settings));
    reached.accept(database);
    database.migrate();
    Settings.retention(config, database).prepare(opening.clock().instant());
    return over(database, server, opening, "host", null);
  }

  /**
   * One deployment's part of a database that is kept by others.
   *
   * @param name what the server calls its listener
   * @param tenure under which the deployment is hosted
   */
  public static Storage of(Database database, Opening opening, String name, Tenure tenure) {
    opening.parts().add(Parts.Stage.DATABASE, database);
    return over(database, Optional.empty(), opening, name, tenure);
  }

  private static Storage over(
      Database database,
      Optional<EmbeddedServer> server,
      Opening opening,
      String name,
      @Nullable Tenure tenure) {
    Parts parts = opening.parts();
    NotificationListener notifications =
        parts.add(Parts.Stage.NOTIFICATIONS, NotificationListener.open(database, name));
    JournalConfig journal = opening.config().journal();
    PostgresJournal written =
        parts.add(
            Parts.Stage.JOURNAL,
            PostgresJournal.open(
                database,
                JournalSettings.of(
                    opening.config().dataDir().resolve("spool"),
                    journal.queueCapacity(),
                    journal.flushEntries(),
                    journal.flushDelay()),
                opening.ids(),
                opening.clock(),
                tenure));
    PostgresHistory history =
        tenure == null ? new PostgresHistory(database) : new PostgresHistory(database, tenure);
    return new Storage(database, server, written, history, notifications);
  }

  private static EmbeddedServer.Settings server(Path dataDir, boolean durable) {
    EmbeddedServer.Settings usual = EmbeddedServer.Settings.in(dataDir);
    return new EmbeddedServer.Settings(
        usual.dataDir(), usual.cacheDir(), durable, usual.startTime());
  }

  private static DatabaseSettings byUrl(StoreConfig store) {
    DatabaseSettings settings = DatabaseSettings.of(store.url(), store.password());
    return store.user() == null ? settings : settings.withLogin(store.user(), store.password());
  }
}
