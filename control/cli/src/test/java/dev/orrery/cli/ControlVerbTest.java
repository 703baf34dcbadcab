package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A control plane on a fresh machine, from its first start to its last, with real machines. Figures
 * are printed; what is asserted of them leaves room for a busy host.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ControlVerbTest {
  private static final Duration LONG = PlaneProcess.LONG;

  @TempDir private Path folder;

  private Path home = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void bundle() throws IOException {
    home = folder.resolve("home");
    data = folder.resolve("data");
    BundledPlugins.into(home.resolve("plugins"));
  }

  @AfterEach
  void clean() {
    PlaneProcess.clean(data);
  }

  @Test
  void deploysCommandsIsKilledAdoptsAndStops() throws Exception {
    String token;
    ProcessHandle runner;
    Captured follower = Captured.plain();
    Thread following =
        Thread.ofPlatform()
            .daemon()
            .unstarted(() -> follower.run(words("logs", "sma-cross", "-f", "--level", "DEBUG")));
    try (PlaneProcess plane = PlaneProcess.start(home, data, "--port", "0")) {
      assertThat(plane.said())
          .containsPattern("published +grid 1, jump-fade 1, sma-cross 1, volatility-breakout 1");
      token = Files.readString(data.resolve("control.token")).strip();
      assertThat(plane.said()).contains(token);
      assertThat(mode("control.token")).isEqualTo("rw-------");
      assertThat(mode("daemon.json")).isEqualTo("rw-------");
      assertThat(skills()).containsExactly("grid", "jump-fade", "sma-cross", "volatility-breakout");

      long begun = System.nanoTime();
      JsonNode deployed = json("deploy", "sma-cross", "--broker", "paper");
      print("deploy to running", millis(begun));
      assertThat(deployed.path("status").asString("")).isEqualTo("running");
      firstTickComesRightAfter();
      runner = PlaneProcess.process(machine(), "process").orElseThrow();
      assertThat(runner.info().arguments().map(List::of).orElse(List.of()))
          .as("no secret is on its command line")
          .noneMatch(word -> word.contains("password") || word.contains("postgresql://"));

      logsAreReadFromElsewhere(plane, token);
      following.start();
      Await.until(() -> follower.out().contains("runner_started"), LONG);
      acked("pause");
      assertThat(status()).isEqualTo("paused");
      Await.until(() -> follower.out().contains("  paused"), LONG);
      acked("resume");
      acked("snapshot");
      acked("flatten");
      Await.until(() -> status().equals("paused"), LONG);
      acked("resume");
      aSecondOneIsRefused(plane);
      plane.kill();
    }
    assertThat(runner.isAlive()).isTrue();
    Captured gone = Captured.plain();
    assertThat(gone.run("deployments", "--data-dir", data.toString())).isEqualTo(5);
    assertThat(gone.err()).contains("control plane of " + data + ": is not running");
    // Commands are rows: a machine obeys them also while nobody is there to pass them on.
    acked("pause");
    acked("resume");

    try (PlaneProcess again = PlaneProcess.start(home, data, "--port", "0")) {
      assertThat(again.said())
          .contains("1 adopted", "in " + data.resolve("control.token"))
          .doesNotContain(token, "published");
      assertThat(PlaneProcess.process(machine(), "process")).contains(runner);
      assertThat(status()).isEqualTo("running");
      followsOnWithoutALineTwice(follower);
      following.interrupt();
      assertThat(again.terminate()).isZero();
      assertThat(again.said()).contains("control plane has ended; 1 machine goes on");
    }
    assertThat(runner.isAlive()).isTrue();

    try (PlaneProcess last = PlaneProcess.start(home, data, "--port", "0")) {
      acked("stop");
      long stopped = System.nanoTime();
      Await.until(() -> PlaneProcess.machines(data).isEmpty(), LONG);
      print("stop to machine gone", millis(stopped));
      assertThat(millis(stopped)).isLessThan(30_000);
      Await.until(() -> !runner.isAlive(), LONG);
      assertThat(status()).isEqualTo("stopped");
      assertThat(last.terminate()).isZero();
      assertThat(last.said()).contains("control plane has ended\n");
    }
    assertThat(EmbeddedServer.attach(data)).as("nobody needs the database any more").isEmpty();
  }

  @Test
  @Tag("certify")
  void fiftyDeploysAtOnceLeaveOneMachineThatRuns() throws Exception {
    try (PlaneProcess plane = PlaneProcess.start(home, data, "--port", "0")) {
      long begun = System.nanoTime();
      int made = 0;
      try (ExecutorService many = Executors.newFixedThreadPool(50)) {
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          all.add(
              many.submit(() ->
                  Captured.plain()
                      .run(words("deploy", "sma-cross", "--broker", "paper", "--wait", "0s"))));
        }
        for (Future<Integer> one : all) {
          made += one.get() == 0 ? 1 : 0;
        }
      }
      print("50 deploys, of which made " + made + ", answered", millis(begun));
      assertThat(made).isPositive();
      Await.until(() -> occupying().equals(List.of("running")), LONG);
      Await.until(() -> PlaneProcess.machines(data).size() == 1, LONG);
      print("50 deploys to the one that runs", millis(begun));
      assertThat(PlaneProcess.process(machine(), "process")).as(plane.said()).isPresent();
      assertThat(Captured.plain().run(words("kill", "sma-cross"))).isZero();
      Await.until(() -> PlaneProcess.machines(data).isEmpty(), LONG);
      assertThat(status()).isEqualTo("stopped");
    }
  }

  /** Two folders are two hosts: neither sees the processes of the other. */
  @Test
  @Tag("certify")
  void aSecondOnTheSameDatabaseIsRefusedOrStandsByAndLeavesMachinesOfTheFirstAlone()
      throws Exception {
    Path other = folder.resolve("other");
    try (PlaneProcess first = PlaneProcess.start(home, data, "--port", "0")) {
      assertThat(json("deploy", "sma-cross", "--broker", "paper").path("status").asString(""))
          .isEqualTo("running");
      ProcessHandle runner = PlaneProcess.process(machine(), "process").orElseThrow();
      DatabaseSettings database = EmbeddedServer.attach(data).orElseThrow();
      Map<String, String> login =
          Map.of(
              "ORRERY_STORE_USER", Objects.toString(database.user(), ""),
              "ORRERY_STORE_PASSWORD", Objects.requireNonNull(database.password()).reveal());
      String[] flags = {"--port", "0", "--store", database.url()};
      try (PlaneProcess second = PlaneProcess.start(login, home, other, flags)) {
        assertThat(second.end()).as(second.said()).isEqualTo(4);
        assertThat(second.said().lines().filter(line -> line.startsWith("orrery: ")))
            .singleElement()
            .asString()
            .containsPattern("is another control plane's: control-\\w{8} on .* in " + data)
            .doesNotContain("password");
      }
      try (PlaneProcess standby =
          PlaneProcess.start(login, home, other, more(flags, "--standby"))) {
        assertThat(standby.said()).contains("waits for the end of control-");
        assertThat(first.terminate()).isZero();
        Await.until(() -> standby.said().contains("\ntoken "), LONG);
        assertThat(runner.isAlive()).isTrue();
        assertThat(PlaneProcess.machines(other)).isEmpty();
        Captured console = Captured.plain();
        assertThat(
                console.run(
                    "deploy", "sma-cross", "--broker", "paper", "--data-dir", other.toString()))
            .as(console.err() + standby.said())
            .isZero();
        assertThat(runner.isAlive()).as("it was told to stop").isFalse();
        assertThat(PlaneProcess.machines(other)).hasSize(1);
      } finally {
        PlaneProcess.clean(other);
      }
    }
  }

  private static String[] more(String[] words, String one) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(one);
    return all.toArray(String[]::new);
  }

  @Test
  void saysInOneLineWhyItDoesNotStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      try (PlaneProcess plane = PlaneProcess.start(home, data, "--port", port)) {
        assertThat(plane.end()).isEqualTo(4);
        assertThat(plane.said()).contains("orrery: port " + port + ": cannot be opened");
      }
    }
    try (EmbeddedServer server = EmbeddedServer.open(EmbeddedServer.Settings.in(data));
        Database database = Database.open(server.database())) {
      database.migrate();
      database
          .jdbi()
          .useHandle(handle ->
              handle.execute(
                  """
                  insert into flyway_schema_history (installed_rank, version, description, type,
                    script, installed_by, execution_time, success)
                  values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 'test', 1, true)
                  """));
    }
    try (PlaneProcess plane = PlaneProcess.start(home, data, "--port", "0")) {
      assertThat(plane.end()).isEqualTo(4);
      assertThat(plane.said().lines().filter(line -> line.startsWith("orrery: ")))
          .singleElement()
          .asString()
          .contains("has schema version 9999", "use the newer program");
    }
  }

  private void aSecondOneIsRefused(PlaneProcess first) throws Exception {
    try (PlaneProcess second = PlaneProcess.start(home, data, "--port", "0")) {
      assertThat(second.end()).as(first.said()).isEqualTo(4);
      assertThat(second.said()).contains("is in use by the control plane with pid ");
    }
    Captured run = Captured.plain();
    assertThat(run.run("run", "--data-dir", data.toString(), "--port", "0")).isEqualTo(4);
    Captured trigger = Captured.plain();
    assertThat(trigger.run("trigger", "sma-cross", "--data-dir", data.toString())).isEqualTo(4);
    assertThat(trigger.err()).contains("is served by a control plane");
  }

  private static void logsAreReadFromElsewhere(PlaneProcess plane, String token) {
    Matcher url = Pattern.compile("http://127\\.0\\.0\\.1:\\d+").matcher(plane.said());
    assertThat(url.find()).isTrue();
    Captured elsewhere =
        Captured.plain().with(PlaneOptions.URL, url.group()).with(PlaneOptions.TOKEN, token);
    assertThat(elsewhere.run("logs", "sma-cross")).as(elsewhere.err()).isZero();
    assertThat(elsewhere.out()).contains("runner_started");
  }

  /** What was said while nobody could be asked comes, too. */
  private void followsOnWithoutALineTwice(Captured follower) {
    List<String> stored = new ArrayList<>();
    DatabaseSettings where = EmbeddedServer.attach(data).orElseThrow();
    try (Database database = Database.open(where)) {
      database
          .jdbi()
          .useHandle(handle ->
              handle
                  .createQuery("select event from agent_logs where event in ('paused', 'resumed')")
                  .mapTo(String.class)
                  .forEach(stored::add));
    }
    Await.until(() -> switches(follower).size() >= stored.size(), LONG);
    assertThat(switches(follower)).hasSameSizeAs(stored);
    assertThat(follower.err()).containsOnlyOnce("trying again");
  }

  private static List<String> switches(Captured follower) {
    return follower
        .out()
        .lines()
        .filter(line -> line.matches(".*  (info|warn) +(paused|resumed) .*"))
        .toList();
  }

  private void firstTickComesRightAfter() {
    DatabaseSettings where = EmbeddedServer.attach(data).orElseThrow();
    try (Database database = Database.open(where)) {
      String sql =
          """
          select coalesce((extract(epoch from min(f.tick_at) - max(d.started_at)) * 1000)::bigint,
            -1000000)
          from firings f join deployments d on d.id = f.deployment_id
          """;
      Await.until(() -> number(database, sql) > -1_000_000, LONG);
      print("running to first tick", number(database, sql));
    }
  }

  private static long number(Database database, String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  /** Sends it, and says how long the machine took to take it. */
  private void acked(String verb) {
    JsonNode command = json(verb, "sma-cross").path(0);
    Duration took =
        Duration.between(
            Instant.parse(command.path("created_at").asString("")),
            Instant.parse(command.path("acked_at").asString("")));
    print(verb + " acked", took.toMillis());
    assertThat(took).as(verb).isLessThan(Duration.ofSeconds(10));
    assertThat(command.path("error").asString("")).as(verb).isEmpty();
  }

  private List<String> skills() {
    return json("skills").valueStream().map(each -> each.path("name").asString("")).toList();
  }

  private String status() {
    return json("ps", "--all").path(0).path("status").asString("");
  }

  private List<String> occupying() {
    return json("ps")
        .valueStream()
        .filter(Plane::holdsItsPlace)
        .map(each -> each.path("status").asString(""))
        .toList();
  }

  private Path machine() {
    List<Path> all = PlaneProcess.machines(data);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private JsonNode json(String... verb) {
    List<String> all = new ArrayList<>(List.of(verb));
    all.add("--json");
    Captured console = Captured.plain();
    assertThat(console.run(words(all.toArray(String[]::new)))).as(console.err()).isZero();
    return JsonText.read(console.out());
  }

  private String[] words(String... verb) {
    List<String> all = new ArrayList<>(List.of(verb));
    all.addAll(List.of("--data-dir", data.toString()));
    return all.toArray(String[]::new);
  }

  private String mode(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
  }

  private static long millis(long sinceNanos) {
    return Duration.ofNanos(System.nanoTime() - sinceNanos).toMillis();
  }

  private static void print(String what, long millis) {
    System.out.println(JsonText.line(Map.of("figure", what, "millis", millis)));
  }
}
