package dev.orrery.database;

import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Databases for tests: a real server, one for each JVM, started at the first use, and a migrated
 * database of its own for whoever asks (about 30 ms). The server lies in {@code target/} and ends
 * with the JVM; one that a killed test run left behind is taken over by the next.
 */
public final class TestDatabase {
  private static final String TEMPLATE = "template_orrery";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static @Nullable EmbeddedServer server;

  private TestDatabase() {}

  /** A fresh database with the whole schema; the caller closes it. */
  public static Database fresh() {
    return Database.open(freshSettings());
  }

  /** How to open a fresh database with the whole schema. */
  public static DatabaseSettings freshSettings() {
    return create("template " + TEMPLATE);
  }

  /** How to open a fresh database with nothing in it. */
  public static DatabaseSettings emptySettings() {
    return create("");
  }

  /** The server of this JVM. Tests that stop it start it again before they end. */
  public static synchronized EmbeddedServer server() {
    if (server == null) {
      EmbeddedServer started = start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      prepare(started);
      server = started;
    }
    return server;
  }

  private static DatabaseSettings create(String how) {
    EmbeddedServer shared = server();
    String name = "test_" + COUNT.incrementAndGet();
    execute(shared, "create database " + name + " " + how);
    return shared.database(name).withMaxConnections(5);
  }

  private static EmbeddedServer start() {
    Path target = Path.of("target", "test-database").toAbsolutePath();
    try {
      return EmbeddedServer.open(settings(target));
    } catch (ProblemException e) {
      // Another test JVM of this module has it.
      try {
        return EmbeddedServer.open(settings(Files.createTempDirectory("orrery-test")));
      } catch (IOException failure) {
        e.addSuppressed(failure);
        throw e;
      }
    }
  }

  /** Settings of a server that is quick rather than durable. */
  public static EmbeddedServer.Settings settings(Path dataDir) {
    EmbeddedServer.Settings standard = EmbeddedServer.Settings.in(dataDir);
    return new EmbeddedServer.Settings(dataDir, standard.cacheDir(), false, Duration.ofSeconds(60));
  }

  /** Settings of a server as a daemon has it. */
  static EmbeddedServer.Settings durableSettings(Path dataDir) {
    return EmbeddedServer.Settings.in(dataDir);
  }

  private static void prepare(EmbeddedServer fresh) {
    for (String left : leftovers(fresh)) {
      execute(fresh, "drop database " + left + " with (force)");
    }
    execute(fresh, "create database " + TEMPLATE);
    try (Database template = Database.open(fresh.database(TEMPLATE))) {
      template.migrate();
    }
  }

  private static List<String> leftovers(EmbeddedServer fresh) {
    String sql = "select datname from pg_database where datname like 'test\\_%' or datname = ?";
    try (Connection connection = Database.connect(fresh.database(), "test");
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, TEMPLATE);
      List<String> names = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(EmbeddedServer shared, String sql) {
    try (Connection connection = Database.connect(shared.database(), "test");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
