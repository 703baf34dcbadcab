package dev.orrery.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Databases for tests: a real server, one for each JVM, started at the first use, and a migrated
 * database of its own for whoever asks (some 50 ms). The server lies in {@code target/} and goes
 * with the JVM; what a killed JVM left behind goes with the next.
 *
 * <p>Copying the files of a prepared server is quicker than making one, and deleting them quicker
 * than dropping databases.
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
      try {
        server = start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }

  /** Settings of a server that is quick rather than durable. */
  public static EmbeddedServer.Settings settings(Path dataDir) {
    EmbeddedServer.Settings standard = EmbeddedServer.Settings.in(dataDir);
    return new EmbeddedServer.Settings(dataDir, standard.cacheDir(), false, Duration.ofMinutes(2));
  }

  /** Copies a data directory whose server is stopped to a folder that is not there yet. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static DatabaseSettings create(String how) {
    EmbeddedServer shared = server();
    String name = "test_" + COUNT.incrementAndGet();
    execute(shared, "create database " + name + " " + how);
    return shared.database(name).withMaxConnections(5);
  }

  private static EmbeddedServer start() throws IOException {
    Path root = Path.of("target", "test-database").toAbsolutePath();
    Files.createDirectories(root);
    Path prepared = prepared(root);
    removeLeftovers(root);
    Path dataDir = root.resolve("run-" + ProcessHandle.current().pid());
    copy(prepared, dataDir);
    EmbeddedServer started = EmbeddedServer.open(settings(dataDir));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, dataDir)));
    return started;
  }

  /** A data directory with a migrated template, made once for each state of the migrations. */
  private static Path prepared(Path root) throws IOException {
    Path prepared = root.resolve("prepared-" + Long.toHexString(checkSum()));
    if (!Files.isDirectory(prepared)) {
      Path fresh = Files.createTempDirectory(root, "preparing-");
      try (EmbeddedServer making = EmbeddedServer.open(settings(fresh))) {
        execute(making, "create database " + TEMPLATE);
        try (Database template = Database.open(making.database(TEMPLATE))) {
          template.migrate();
        }
      }
      move(fresh, prepared);
    }
    return prepared;
  }

  /** Another process of the same tests may have been quicker: then its own is as good. */
  private static void move(Path fresh, Path prepared) throws IOException {
    try {
      Files.move(fresh, prepared, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(prepared)) {
        throw e;
      }
      ServerBinaries.deleteTree(fresh);
    }
  }

  private static long checkSum() throws IOException {
    CRC32 sum = new CRC32();
    for (String migration : Schema.MIGRATIONS) {
      try (InputStream bytes = Schema.class.getResourceAsStream("migration/" + migration)) {
        if (bytes == null) {
          throw new IOException("no migration " + migration);
        }
        sum.update(bytes.readAllBytes());
      }
    }
    return sum.getValue();
  }

  private static void removeLeftovers(Path root) throws IOException {
    List<Path> runs;
    try (Stream<Path> all = Files.list(root)) {
      runs = all.filter(path -> path.getFileName().toString().startsWith("run-")).toList();
    }
    for (Path run : runs) {
      long pid = Long.parseLong(run.getFileName().toString().substring("run-".length()));
      if (ProcessHandle.of(pid).isEmpty()) {
        if (EmbeddedServer.attach(run).isPresent()) {
          EmbeddedServer.open(settings(run)).close();
        }
        ServerBinaries.deleteTree(run);
      }
    }
  }

  private static void end(EmbeddedServer started, Path dataDir) {
    started.close();
    try {
      ServerBinaries.deleteTree(dataDir);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
