package dev.orrery.cli;

import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.database.TestDatabase;
import dev.orrery.kernel.Secret;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A control plane, its machines and their PostgreSQL, each a process that can be hit by itself.
 * Confined to one thread, but for {@link #base} and {@link #token}.
 */
final class ChaosHost implements AutoCloseable {
  private final Path home;
  private final Path data;
  private final DatabaseSettings settings = TestDatabase.freshSettings();
  private final EmbeddedServer server = TestDatabase.server();
  private final Database database = Database.open(settings);
  private final int port;
  private final String speed;
  private PlaneProcess plane;

  private ChaosHost(Path folder, int speed) throws IOException {
    this.home = folder.resolve("home");
    this.data = folder.resolve("data");
    this.speed = String.valueOf(speed);
    BundledPlugins.into(home.resolve("plugins"));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      this.port = free.getLocalPort();
    }
    this.plane = startPlane();
  }

  /** One that is up, with the bundled strategies published. */
  static ChaosHost start(Path folder, int speed) throws IOException {
    return new ChaosHost(folder, speed);
  }

  private PlaneProcess startPlane() throws IOException {
    Secret password = Objects.requireNonNull(settings.password());
    PlaneProcess started =
        PlaneProcess.start(
            Map.of(
                "ORRERY_STORE_USER",
                Objects.requireNonNull(settings.user()),
                "ORRERY_STORE_PASSWORD",
                password.reveal()),
            home,
            data,
            "--port",
            String.valueOf(port),
            "--store",
            settings.url(),
            "--speed",
            speed);
    if (!started.said().contains("\ntoken ")) {
      throw new AssertionError("the control plane does not start:\n" + started.said());
    }
    return started;
  }

  /** Where the control plane listens, also the next one. */
  URI base() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What lets one in. */
  String token() throws IOException {
    return Files.readString(data.resolve("control.token")).strip();
  }

  /** For questions while the server runs. */
  Database database() {
    return database;
  }

  /** What the latest control plane said. */
  String said() {
    return plane.said();
  }

  /** The folders of machines. */
  List<Path> machines() {
    return PlaneProcess.machines(data);
  }

  /** The processes of runners, in the order of their folders. */
  List<ProcessHandle> runners() {
    return machines().stream()
        .sorted()
        .map(machine -> PlaneProcess.process(machine, "process"))
        .flatMap(Optional::stream)
        .toList();
  }

  /** As a power button, then another one is started over the same directory. */
  void killPlane(Runnable meanwhile) throws IOException, InterruptedException {
    plane.kill();
    meanwhile.run();
    plane = startPlane();
  }

  /** As its own way to end, which connections do not survive; or as a crash, at once. */
  void restartDatabase(boolean crash, Runnable meanwhile) throws IOException, InterruptedException {
    if (crash) {
      ProcessHandle postmaster = ProcessHandle.of(server.pid().orElseThrow()).orElseThrow();
      signal("QUIT", postmaster);
      Await.until(() -> !postmaster.isAlive());
    } else {
      server.stop();
    }
    try {
      meanwhile.run();
    } finally {
      server.start();
    }
  }

  /** Ends those who serve connections of these names, as an administrator of the server would. */
  void cut(String whose) throws IOException, InterruptedException {
    List<Long> serving =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select pid from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                          and application_name like :whose
                        """)
                    .bind("whose", whose)
                    .mapTo(Long.class)
                    .list());
    for (long pid : serving) {
      Optional<ProcessHandle> process = ProcessHandle.of(pid);
      if (process.isPresent()) {
        signal("TERM", process.get());
      }
    }
  }

  static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Override
  public void close() {
    plane.close();
    PlaneProcess.clean(data);
    database.close();
  }
}
