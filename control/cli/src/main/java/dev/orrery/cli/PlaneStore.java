package dev.orrery.cli;

import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.StoreConfig;
import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.kernel.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of a control plane, migrated: a server of its own, which many machines use, or one
 * by URL. Thread-safe.
 */
final class PlaneStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlaneStore.class);

  /** Two for each of 200 machines, and some. */
  private static final int CONNECTIONS = 500;

  private static final String JDBC = "jdbc:postgresql://";

  private final Database database;
  private final Optional<EmbeddedServer> server;

  private PlaneStore(Database database, Optional<EmbeddedServer> server) {
    this.database = database;
    this.server = server;
  }

  /**
   * Opens it, and brings its schema up to date.
   *
   * @throws dev.orrery.kernel.ProblemException UNREACHABLE when it is not to be had; REFUSED when a
   *     newer program made its schema, or another process owns it
   */
  static PlaneStore open(RunConfig settings) {
    Optional<EmbeddedServer> server =
        settings.store().embedded()
            ? Optional.of(
                EmbeddedServer.open(
                    EmbeddedServer.Settings.in(settings.dataDir()).shared(CONNECTIONS)))
            : Optional.empty();
    try {
      Database database =
          Database.open(
              server.map(EmbeddedServer::database).orElseGet(() -> byUrl(settings.store())));
      PlaneStore store = new PlaneStore(database, server);
      try {
        database.migrate();
        return store;
      } catch (RuntimeException e) {
        database.close();
        throw e;
      }
    } catch (RuntimeException e) {
      server.ifPresent(EmbeddedServer::leaveRunning); // machines may use it
      throw e;
    }
  }

  private static DatabaseSettings byUrl(StoreConfig store) {
    DatabaseSettings address = DatabaseSettings.of(store.url(), store.password());
    return store.user() == null ? address : address.withLogin(store.user(), store.password());
  }

  /** It. */
  Database database() {
    return database;
  }

  /** Where it is, for people. */
  String words() {
    return server
        .map(own -> "embedded PostgreSQL, port " + own.port())
        .orElse(database.settings().url());
  }

  /** Where it is and how one gets in: for machines, whose secret it is. */
  Secret address() {
    return address(database.settings().user(), database.settings().password());
  }

  /** Where it is, for somebody else. */
  Secret address(@Nullable String user, @Nullable Secret password) {
    DatabaseSettings settings = database.settings();
    if (user == null || !settings.url().startsWith(JDBC)) {
      return Secret.of(settings.url());
    }
    String login = encoded(user) + (password == null ? "" : ":" + encoded(password.reveal()));
    return Secret.of("postgresql://" + login + "@" + settings.url().substring(JDBC.length()));
  }

  /** Starts its own server again when that has died. */
  void revive() {
    server
        .filter(EmbeddedServer::hasDied)
        .ifPresent(dead -> {
          LOG.error("the database has died and is started again");
          dead.start();
        });
  }

  /** Lets go of its own server without stopping it, for the machines that use it. */
  void leaveRunning() {
    database.close();
    server.ifPresent(EmbeddedServer::leaveRunning);
  }

  /** Ends the pool, and stops its own server. Nothing happens after {@link #leaveRunning}. */
  @Override
  public void close() {
    database.close();
    server.ifPresent(EmbeddedServer::close);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
