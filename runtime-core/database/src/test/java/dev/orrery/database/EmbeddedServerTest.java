package dev.orrery.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedServerTest {
  /** An empty database made once, quickly; most tests begin with a copy. */
  private static Path made;

  @TempDir static Path shared;

  @TempDir Path folder;

  private Path dataDir;

  @BeforeAll
  static void makeOne() {
    made = shared.resolve("made");
    EmbeddedServer.open(TestDatabase.settings(made)).close();
  }

  @BeforeEach
  void copyTheOneMade() throws IOException {
    dataDir = folder.resolve("data");
    TestDatabase.copy(made, dataDir);
  }

  @Test
  void leavesNothingOfAServerThatCouldNotBeMadeAndSaysWhyInWords() throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("file"), "");
    EmbeddedServer.Settings settings =
        new EmbeddedServer.Settings(
            folder.resolve("fresh"), inTheWay.resolve("cache"), false, Duration.ofMinutes(2));
    assertThatThrownBy(() -> EmbeddedServer.open(settings))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot be unpacked: " + inTheWay)
        .hasMessageNotContaining("Exception");
    assertThat(folder.resolve("fresh/postgres")).doesNotExist();
  }

  @Test
  void isDurablePrivateAndThereAgainAfterARestart() throws Exception {
    ServerBinaries.deleteTree(ServerFiles.of(dataDir).folder());
    int port;
    try (EmbeddedServer server = open()) {
      port = server.port();
      try (Database database = Database.open(server.database())) {
        assertThat(show(database, "fsync")).isEqualTo("on");
        assertThat(show(database, "full_page_writes")).isEqualTo("on");
        assertThat(show(database, "synchronous_commit")).isEqualTo("on");
        assertThat(show(database, "data_checksums")).isEqualTo("on");
        assertThat(show(database, "listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(show(database, "is_superuser")).isEqualTo("off");
        database.jdbi().useHandle(handle -> handle.execute("create table kept (id int)"));
      }
      assertRefused(server.database().withLogin("orrery", Secret.of("wrong")));
      assertRefused(server.database().withLogin("postgres", null));
      ServerFiles files = ServerFiles.of(dataDir);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.password())))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.folder())))
          .isEqualTo("rwx------");
      String log = Files.readString(files.log());
      assertThat(log).doesNotContain(Files.readString(files.password()));
    }
    assertThat(EmbeddedServer.attach(dataDir)).isEmpty();
    try (EmbeddedServer again = open();
        Database database = Database.open(again.database())) {
      assertThat(again.port()).isEqualTo(port);
      assertThat(tables(database)).containsExactly("kept");
    }
  }

  @Test
  void oneThatWasLeftRunningIsAdoptedAsItIsUnlessItWasStartedOtherwise() {
    EmbeddedServer first = EmbeddedServer.open(settings().shared(130));
    long pid = first.pid().orElseThrow();
    first.leaveRunning();
    EmbeddedServer second = EmbeddedServer.open(settings().shared(130));
    try (Database database = Database.open(second.database())) {
      assertThat(second.pid()).contains(pid);
      assertThat(second.port()).isEqualTo(first.port());
      assertThat(show(database, "max_connections")).isEqualTo("130");
    }
    second.leaveRunning();
    try (EmbeddedServer third = EmbeddedServer.open(settings().shared(140));
        Database database = Database.open(third.database())) {
      assertThat(third.pid()).isPresent().get().isNotEqualTo(pid);
      assertThat(show(database, "max_connections")).isEqualTo("140");
    }
  }

  @Test
  void takesAnotherPortWhenItsOwnIsTaken() throws IOException {
    int port;
    try (EmbeddedServer server = open()) {
      port = server.port();
    }
    try (ServerSocket squatter = new ServerSocket()) {
      squatter.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      try (EmbeddedServer server = open();
          Database database = Database.open(server.database())) {
        assertThat(server.port()).isNotEqualTo(port);
        assertThat(show(database, "port")).isEqualTo(Integer.toString(server.port()));
      }
    }
  }

  @Test
  void isOwnedOnceAndFoundByOthers() {
    try (EmbeddedServer server = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.REFUSED))
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
      assertThat(EmbeddedServer.attach(dataDir)).contains(server.database());
      try (Database attached = Database.openEmbedded(settings())) {
        assertThat(show(attached, "port")).isEqualTo(Integer.toString(server.port()));
      }
      assertThat(server.pid()).isPresent();
    }
    try (Database standing = Database.openEmbedded(settings())) {
      assertThat(tables(standing)).isEmpty();
      assertThat(EmbeddedServer.attach(dataDir)).isPresent();
    }
    assertThat(EmbeddedServer.attach(dataDir)).isEmpty();
  }

  @Test
  void letsAPoolLiveThroughAnOutage() {
    try (EmbeddedServer server = open();
        Database database =
            Database.open(
                server.database().withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(60)))) {
      assertThat(Deadline.in(Duration.ofSeconds(60)).await(() -> answers(database))).isTrue();
      server.stop();
      assertThatThrownBy(() -> tables(database)).isInstanceOf(RuntimeException.class);
      server.start();
      assertThat(Deadline.in(Duration.ofSeconds(60)).await(() -> answers(database))).isTrue();
    }
  }

  private static boolean answers(Database database) {
    try (Connection connection = database.dataSource().getConnection()) {
      return connection.isValid(1);
    } catch (java.sql.SQLException e) {
      return false;
    }
  }

  @Test
  void stopsTheOrphanOfAKilledProcessAndGoesOn() throws Exception {
    Process owner = ownerProcess();
    long orphan;
    try {
      assertThatThrownBy(this::open).hasMessageContaining(Long.toString(owner.pid()));
    } finally {
      orphan = Postmaster.of(ServerFiles.of(dataDir).cluster()).orElseThrow().pid();
      owner.destroyForcibly().waitFor();
    }
    assertThat(EmbeddedServer.attach(dataDir)).isPresent();
    try (EmbeddedServer server = open();
        Database database = Database.open(server.database())) {
      assertThat(server.pid()).isPresent().isNotEqualTo(Optional.of(orphan));
      assertThat(tables(database)).containsExactly("kept");
    }
  }

  @Test
  void recoversWhenTheServerItselfWasKilledOrItsPidWentToSomebodyElse() throws Exception {
    try (EmbeddedServer server = open()) {
      try (Database database = Database.open(server.database())) {
        database.jdbi().useHandle(handle -> handle.execute("create table kept (id int)"));
      }
      ProcessHandle process = ProcessHandle.of(server.pid().orElseThrow()).orElseThrow();
      process.destroyForcibly();
      assertThat(Deadline.in(Duration.ofSeconds(60)).await(() -> server.pid().isEmpty())).isTrue();
    }
    Path pidFile = ServerFiles.of(dataDir).cluster().resolve(Postmaster.FILE);
    List<String> lines = Files.readAllLines(pidFile);
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    Files.write(pidFile, lines);
    try (EmbeddedServer server = open();
        Database database = Database.open(server.database())) {
      assertThat(tables(database)).containsExactly("kept");
    }
  }

  @Test
  void makesAHalfMadeClusterAnew() throws IOException {
    Path cluster = ServerFiles.of(dataDir).cluster();
    Path half = cluster.resolveSibling("cluster.new");
    Files.move(cluster, half);
    Files.delete(half.resolve("pg_hba.conf"));
    try (EmbeddedServer server = EmbeddedServer.open(TestDatabase.settings(dataDir));
        Database database = Database.open(server.database())) {
      assertThat(tables(database)).isEmpty();
      assertThat(half).doesNotExist();
    }
  }

  private EmbeddedServer.Settings settings() {
    return EmbeddedServer.Settings.in(dataDir);
  }

  @Test
  void isTheSameServerByAnyNameOfItsFolder() throws IOException {
    Path alias = Files.createSymbolicLink(folder.resolve("alias"), dataDir);
    try (EmbeddedServer server = open()) {
      assertThat(EmbeddedServer.attach(alias)).contains(server.database());
      assertThat(EmbeddedServer.tryOpen(EmbeddedServer.Settings.in(alias))).isEmpty();
    }
  }

  @Test
  void stopsTheServerAlsoForAnInterruptedThread() {
    EmbeddedServer server = open();
    Thread.currentThread().interrupt();
    server.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(EmbeddedServer.attach(dataDir)).isEmpty();
  }

  private EmbeddedServer open() {
    return EmbeddedServer.open(settings());
  }

  private Process ownerProcess() throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                OwnerProcess.class.getName(),
                dataDir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.startsWith("ready")) {
      line = output.readLine();
    }
    assertThat(line).isNotNull();
    return process;
  }

  private static void assertRefused(DatabaseSettings settings) {
    assertThatThrownBy(() -> Database.open(settings))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.UNREACHABLE));
  }

  private static String show(Database database, String setting) {
    return database
        .jdbi()
        .withHandle(handle -> handle.createQuery("show " + setting).mapTo(String.class).one());
  }

  private static List<String> tables(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select tablename from pg_tables where schemaname = 'public'")
                .mapTo(String.class)
                .list());
  }
}
