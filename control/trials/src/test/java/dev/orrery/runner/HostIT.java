package dev.orrery.runner;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.ShippedConfig;
import dev.orrery.database.Database;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.deployment.Actor;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.Users;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.boot.Planned;
import dev.orrery.runtime.recording.LogRecorded;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One host lives through all of it, in order: each step leaves it running. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofSeconds(60);

  /** How long the database stays away at least. */
  private static final Duration OUTAGE =
      Boolean.getBoolean("orrery.certify") ? Duration.ofSeconds(30) : Duration.ZERO;

  private Path folder = Path.of("");
  private Path plugins = folder;
  private @Nullable HostSettings given;
  private @Nullable Host up;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    plugins = Bench.plugins(folder.resolve("plugins"));
    given = HostSettings.of(Bench.shipped(folder.resolve("data")), plugins).notDurable();
    up = Host.start(given);
  }

  @AfterAll
  void stop() {
    if (up != null) {
      up.close();
    }
  }

  @Test
  @Order(1)
  void tradesWithAllThatIsConfigured() {
    assertThat(host().health().ready()).isTrue();
    Bench.await(
        "three strategies fill orders",
        LONG,
        () -> number("select count(distinct deployment_id) from fills") >= 3);
    assertThat(texts("select distinct event from agent_logs"))
        .contains("runner_started", "reconciled");
    assertThat(texts("select distinct status from deployments")).containsExactly("running");
    assertThat(Bench.get(host(), "/health").status()).isEqualTo(200);
    assertThat(Bench.get(host(), "/health/live").status()).isEqualTo(200);
    assertThat(Bench.get(host(), "/metrics").text())
        .contains("strategy_tick_duration_seconds_bucket", "executor_fills_total");
    assertThat(Bench.get(host(), "/").text()).contains("<title>Orrery</title>");
    assertThat(Bench.get(host(), "/api/v1/plugins").json().path("loaded")).hasSize(4);
    assertThat(Bench.get(host(), "/api/v1/config").text()).contains("market.speed");
  }

  @Test
  @Order(2)
  void refusesASecondDaemonAndNamesTheFirst() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Host.start(settings()))
        .satisfies(refused -> {
          assertThat(refused.problems().getFirst().exit()).isEqualTo(ExitCode.REFUSED);
          assertThat(refused.problems().getFirst().cause())
              .contains("pid " + ProcessHandle.current().pid());
        });
    assertThat(host().health().ready()).isTrue();
  }

  @Test
  @Order(3)
  void changesNothingWithoutTheToken() {
    assertThat(
            Bench.send(
                    HttpRequest.newBuilder(Bench.uri(host(), "/api/v1/panic"))
                        .POST(HttpRequest.BodyPublishers.ofString("{\"reason\": \"x\"}")))
                .status())
        .isEqualTo(401);
    Bench.Reply unknown = Bench.get(host(), "/api/v1/strategies/nobody");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().path("problems").path(0).path("wayOut").asString())
        .contains("sma-cross");
    assertThat(Bench.get(host(), "/api/v1/nothing").status()).isEqualTo(404);
    assertThat(number("select count(*) from operator_latches where engaged")).isZero();
  }

  @Test
  @Order(3)
  void sendsNothingThatMayHaveBeenMeantAsAPreview() {
    for (String asked : List.of("\"preview\": \"true\"", "\"preview\": 1", "\"Preview\": true")) {
      Bench.Reply refused =
          Bench.post(
              host(),
              "/api/v1/trigger",
              "{\"strategy\": \"grid\", \"requestId\": \"guess\", " + asked + "}");
      assertThat(refused.status()).as(asked).isEqualTo(400);
    }
    assertThat(
            Bench.post(
                    host(),
                    "/api/v1/commands",
                    "{\"kind\": \"snapshot\", \"kind\": \"stop\", \"strategy\": \"grid\"}")
                .status())
        .isEqualTo(400);
    Bench.Reply shown =
        Bench.post(
            host(),
            "/api/v1/trigger",
            "{\"strategy\": \"grid\", \"requestId\": \"guess\", \"preview\": true}");
    assertThat(shown.json().path("preview").asBoolean()).isTrue();
    assertThat(number("select count(*) from decision_snapshots where origin like '%guess%'"))
        .isZero();
  }

  @Test
  @Order(4)
  void obeysCommandsOfRowsAndKeepsThemOverARestart() {
    assertThat(command("pause", "grid").path("error").isNull()).isTrue();
    assertThat(state("grid")).isEqualTo("paused");
    awaitStatus("grid", "paused");
    JsonNode skipped = Bench.post(host(), "/api/v1/trigger", "{\"strategy\": \"grid\"}").json();
    assertThat(skipped.path("verdict").asString()).isEqualTo("skipped");
    assertThat(skipped.path("reasons").path(0).asString()).startsWith("paused: ");
    assertThat(command("snapshot", "sma-cross").path("result").path("equityUsd").asString())
        .isNotEmpty();
    assertThat(
            Bench.post(
                    host(),
                    "/api/v1/commands",
                    "{\"kind\": \"clear-halt\", \"strategy\": \"sma-cross\"}")
                .status())
        .isEqualTo(409);

    restart();

    assertThat(state("grid")).isEqualTo("paused");
    assertThat(status("grid")).isEqualTo("paused");
    assertThat(command("resume", "grid").path("error").isNull()).isTrue();
    awaitStatus("grid", "running");
  }

  @Test
  @Order(5)
  void flattensUntilFlatAndPauses() {
    assertThat(command("flatten", "sma-cross").path("error").isNull()).isTrue();
    Bench.await("it is flat and paused", SOON, () -> state("sma-cross").equals("paused"));
    JsonNode strategy = Bench.get(host(), "/api/v1/strategies/sma-cross").json();
    assertThat(strategy.path("positions")).isEmpty();
    assertThat(strategy.path("open_orders")).isEmpty();
    Bench.await(
        "the command's row says so",
        SOON,
        () ->
            number(
                    "select count(*) from agent_commands where kind = 'flatten'"
                        + " and result ->> 'flat' = 'true'")
                == 1);
    command("resume", "sma-cross");
    awaitStatus("sma-cross", "running");
  }

  @Test
  @Order(6)
  void stopsForGoodUntilItIsTakenUpAgain() {
    command("stop", "volatility-breakout");
    Bench.await("it is stopped", SOON, () -> status("volatility-breakout").equals("stopped"));
    restart();
    assertThat(status("volatility-breakout")).isEqualTo("stopped");
    assertThat(state("volatility-breakout")).isEqualTo("stopping");
    assertThat(command("resume", "volatility-breakout").path("error").isNull()).isTrue();
    awaitStatus("volatility-breakout", "running");
    assertThat(state("volatility-breakout")).isEqualTo("running");
  }

  @Test
  @Order(6)
  void obeysWhatWasAskedForDaysBeforeItStartedAndTicksNotOnceBefore() {
    Path data = host().dataDir();
    host().close();
    try (Database database = Database.openEmbedded(EmbeddedServer.Settings.in(data))) {
      // Sent long ago: whatever of this may expire has expired.
      Commands commands = new Commands(database, Duration.ZERO);
      new DeploymentTable(database)
          .list(Users.LOCAL)
          .forEach(each -> send(commands, each, waitsFor(each.name())));
    }
    long before = Instant.now().toEpochMilli();
    up = Host.start(settings());

    Bench.await("grid is paused", SOON, () -> status("grid").equals("paused"));
    Bench.await("sma-cross is flat", SOON, () -> state("sma-cross").equals("paused"));
    Bench.await("jump-fade is stopped", SOON, () -> status("jump-fade").equals("stopped"));
    // Held as paused from the start, it is flattened after that; the row follows.
    Bench.await(
        "the rows say why",
        SOON,
        () ->
            new HashSet<>( // not written yet is null
                    texts(
                        "select paused_reason from deployments"
                            + " where strategy in ('grid', 'sma-cross')"))
                .equals(Set.of("because", "flattened: because")));
    assertThat(
            texts(
                "select strategy from decision_snapshots where verdict <> 'skipped'"
                    + " and strategy <> 'volatility-breakout' and tick_at > to_timestamp("
                    + before
                    + " / 1000.0)"))
        .isEmpty();
    Bench.await(
        "what expires has expired",
        SOON,
        () ->
            texts("select kind from agent_commands where error like 'expired%' and kind <> 'stop'")
                .equals(List.of("snapshot")));
    for (String name : List.of("grid", "sma-cross", "jump-fade")) {
      assertThat(command("resume", name).path("error").isNull()).isTrue();
    }
  }

  private static CommandKind waitsFor(String strategy) {
    return switch (strategy) {
      case "grid" -> CommandKind.PAUSE;
      case "sma-cross" -> CommandKind.FLATTEN;
      case "jump-fade" -> CommandKind.STOP;
      default -> CommandKind.SNAPSHOT;
    };
  }

  private static void send(Commands commands, Deployment deployment, CommandKind kind) {
    commands.send(
        Users.LOCAL, deployment.id(), kind, Map.of("reason", "because"), Actor.owner("local"));
  }

  @Test
  @Order(7)
  void firesByHandOnceAndPreviewsWithoutTrace() {
    String asked = "{\"strategy\": \"grid\", \"requestId\": \"once\"}";
    Bench.Reply first = Bench.post(host(), "/api/v1/trigger", asked);
    assertThat(first.status()).isEqualTo(202);
    String decision = first.json().path("decision").asString();
    String verdict = first.json().path("verdict").asString();
    assertThat(verdict).isIn("noop", "executed");
    assertThat(Bench.post(host(), "/api/v1/trigger", asked).json().path("decision").asString())
        .isEqualTo(decision);
    Bench.await(
        "the decision is in the journal",
        SOON,
        () -> number("select count(*) from decision_snapshots where id = '" + decision + "'") == 1);
    restart();
    JsonNode again = Bench.post(host(), "/api/v1/trigger", asked).json();
    assertThat(again.path("decision").asString()).isEqualTo(decision);
    assertThat(again.path("verdict").asString()).as("out of the journal").isEqualTo(verdict);
    Bench.Reply preview =
        Bench.post(host(), "/api/v1/trigger", "{\"strategy\": \"grid\", \"preview\": true}");
    assertThat(preview.json().path("preview").asBoolean()).isTrue();
    assertThat(preview.json().path("result").asString()).isNotEmpty();
    assertThat(preview.json().path("skipped").isNull()).isTrue();
    JsonNode actions = preview.json().path("actions");
    assertThat(actions).isNotEmpty().allMatch(each -> each.path("reason").isString());
    assertThat(preview.json().path("orders"))
        .allMatch(each -> new BigDecimal(each.path("notional_usd").asString()).signum() > 0)
        .allMatch(each -> each.path("cleared").asBoolean());
    assertThat(number("select count(*) from decision_snapshots where origin like '%once%'"))
        .isEqualTo(1);
    assertThat(Bench.get(host(), "/api/v1/decisions/" + decision).json().path("id").asString())
        .isEqualTo(decision);
    JsonNode listed = Bench.get(host(), "/api/v1/decisions?limit=5&strategy=grid").json();
    assertThat(listed).hasSize(5).allMatch(each -> each.path("strategy").asString().equals("grid"));
    assertThat(Bench.get(host(), "/api/v1/decisions?since=yesterday").status()).isEqualTo(400);
    assertThat(Bench.get(host(), "/api/v1/decisions?strategy=%00").status()).isEqualTo(400);
    assertThat(Bench.get(host(), "/api/v1/logs?strategy=a%00b").status()).isEqualTo(400);
    String poisoned =
        "{\"topic\": \"price-jump\", \"payload\": \"{\\\"a\\\": \\\"\\\\u0000\\\"}\"}";
    assertThat(Bench.post(host(), "/api/v1/events", poisoned).status()).isNotEqualTo(503);
    assertThat(Bench.get(host(), "/api/v1/logs?limit=500").text()).contains("runner_started");
  }

  @Test
  @Order(8)
  void takesEventsOfTheDatabase() {
    String payload = "{\"symbol\": \"BTC\", \"movePct\": 2.5, \"mark\": \"durable\"}";
    jdbi().useHandle(handle -> handle.execute("select orrery_emit('price-jump', ?)", payload));
    String notice = payload.replace("durable", "notice");
    jdbi().useHandle(handle -> handle.execute("select pg_notify('price-jump', ?)", notice));
    Bench.await(
        "both were decided on", SOON, () -> decidedOn("durable") == 1 && decidedOn("notice") == 1);
    assertThat(
            Bench.post(
                    host(),
                    "/api/v1/events",
                    "{\"topic\": \"price-jump\", \"payload\": \"{\\\"mark\\\": \\\"api\\\"}\"}")
                .status())
        .isEqualTo(202);
    Bench.await("that one too", SOON, () -> decidedOn("api") == 1);
    Bench.Reply noJson =
        Bench.post(host(), "/api/v1/events", "{\"topic\": \"price-jump\", \"payload\": \"{'a'}\"}");
    assertThat(noJson.status()).isEqualTo(400);
    assertThat(noJson.json().path("detail").asString())
        .startsWith("field payload: is no JSON: ")
        .endsWith("(line 1, column 2)");
    restart();
    Bench.await("it ticks again", SOON, this::ticksOn);
    assertThat(decidedOn("durable")).isEqualTo(1);
    assertThat(decidedOn("api")).isEqualTo(1);
  }

  @Test
  @Order(9)
  void opensNothingInAPanic() {
    assertThat(Bench.post(host(), "/api/v1/panic", "{\"reason\": \"a\\u0000drill\"}").status())
        .isEqualTo(200);
    Bench.await(
        "all are paused",
        SOON,
        () -> number("select count(*) from deployments where status <> 'paused'") == 0);
    JsonNode health = Bench.get(host(), "/health").json();
    assertThat(health.path("safeToTrade").asBoolean()).isFalse();
    assertThat(health.path("reasons").toString()).contains("panic: a drill");
    assertThat(Bench.untilTaken(() -> Bench.delete(host(), "/api/v1/panic")).status())
        .isEqualTo(200);
    assertThat(Bench.get(host(), "/api/v1/panic").json().path("engaged").asBoolean(true)).isFalse();
    List.of("sma-cross", "grid", "volatility-breakout", "jump-fade")
        .forEach(name -> command("resume", name));
    Bench.await("it is safe again", SOON, () -> host().health().safeToTrade());
  }

  @Test
  @Order(10)
  void goesOnWithoutTheDatabaseAndDrainsTheSpool() {
    var server = host().storage().server().orElseThrow();
    server.stop();
    long gone = System.nanoTime();
    long before = ticks();
    Bench.await(
        "health says so",
        LONG,
        () -> Bench.get(host(), "/health").json().path("reasons").toString().contains("SPOOL"));
    Bench.await("it ticks on", SOON, () -> ticks() > before + 10);
    Bench.await("the outage is over", LONG, () -> System.nanoTime() - gone >= OUTAGE.toNanos());
    long meanwhile = ticks();
    Bench.await("it still ticks on", SOON, () -> ticks() > meanwhile + 10);
    assertThat(Bench.get(host(), "/health").status()).isEqualTo(200);
    server.start();
    Bench.await("the spool is drained", LONG, () -> host().health().safeToTrade());
    Bench.await("no decision is lost or doubled", SOON, this::everyFiringHasItsDecision);
  }

  /** Kills who writes it down. */
  private static final class Poison {
    @Override
    public String toString() {
      throw new StackOverflowError("poison");
    }
  }

  @Test
  @Order(10)
  void isNotAliveAndHasToEndOnceItsJournalHasFailed() throws Exception {
    String deployment = texts("select id::text from deployments").iterator().next();
    host()
        .storage()
        .journal()
        .append(
            deployment,
            List.of(
                new LogRecorded(deployment, 1, "info", "log", "x", Map.of("it", new Poison()))));
    assertThat(host().await(LONG)).as("it has to end").isTrue();
    assertThat(host().journalBroken().orElseThrow()).contains("poison", "groups not written: ");
    Bench.Reply health = Bench.get(host(), "/health");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().path("alive").asBoolean()).isFalse();
    assertThat(health.json().path("ready").asBoolean()).isFalse();
    assertThat(health.json().path("reasons").toString()).contains("poison");
    Host broken = host();
    restart();
    assertThat(broken.journalBroken()).as("still, after its end").isPresent();
    assertThat(host().health().ready()).isTrue();
  }

  @Test
  @Order(11)
  void tellsEverythingThatIsWrongAndStartsNothing() {
    String yaml =
        ShippedConfig.text()
            .replace("fast: 10", "fast: 0")
            .replace("speed: 600", "sped: 600")
            .replace("vault: paper-grid", "vault: paper-sma")
            .replace("volatility-breakout: # enters", "volatility-brakeout: # enters");
    Path untouched = folder.resolve("untouched");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Host.start(HostSettings.of(Bench.draft(yaml, untouched), plugins)))
        .satisfies(refused -> {
          assertThat(refused.problems())
              .allMatch(problem -> problem.exit() == ExitCode.CONFIGURATION)
              .allMatch(problem -> problem.subject().matches("test\\.yaml:\\d+.*"));
          assertThat(refused.problems().toString())
              .contains("sped", "fast", "paper-sma", "volatility-brakeout");
        });
    assertThat(Files.exists(untouched)).isFalse();
  }

  @Test
  @Order(12)
  void leavesNothingBehindWhenTheJarsDoNotFitTheConfiguration() {
    String yaml =
        ShippedConfig.text()
            .replace("volatility-breakout: # enters", "volatility-brakeout: # enters");
    Path untouched = folder.resolve("a/b");
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> Host.start(HostSettings.of(Bench.draft(yaml, untouched), plugins)))
        .withMessageContaining("volatility-brakeout");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  @Order(13)
  void findsATakenPortBeforeAnythingIsMadeAndNamesItsHolder() throws IOException {
    Path untouched = folder.resolve("untouched");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Draft<RunConfig> draft =
          ConfigLoader.of(RunConfig.class)
              .text("test.yaml", ShippedConfig.text())
              .flag("dataDir", "--data-dir", untouched.toString())
              .flag("port", "--port", String.valueOf(taken.getLocalPort()))
              .read();
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> Host.start(HostSettings.of(draft, plugins)))
          .satisfies(refused -> {
            Problem problem = refused.problems().getFirst();
            assertThat(problem.exit()).isEqualTo(ExitCode.REFUSED);
            assertThat(problem.subject()).isEqualTo("port " + taken.getLocalPort());
            assertThat(problem.wayOut()).contains("--port");
            if (Files.isReadable(Path.of("/proc/net/tcp"))) {
              assertThat(problem.cause())
                  .isEqualTo("is taken by process " + ProcessHandle.current().pid() + " (java)");
            }
          });
    }
    assertThat(untouched).doesNotExist();
  }

  @Test
  @Order(14)
  void keepsItsStatusOverAGracefulEndAndFailsVisiblyWhenItCannotComeUpAgain() throws IOException {
    command("pause", "grid");
    awaitStatus("grid", "paused");
    host().close();
    assertThat(rows(host().dataDir(), "select strategy || ' ' || status from deployments"))
        .containsExactlyInAnyOrder(
            "grid paused", "jump-fade running", "sma-cross running", "volatility-breakout running");

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Draft<RunConfig> draft =
          ConfigLoader.of(RunConfig.class)
              .text("test.yaml", ShippedConfig.text())
              .flag("dataDir", "--data-dir", host().dataDir().toString())
              .flag("port", "--port", String.valueOf(taken.getLocalPort()))
              .read();
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> Host.start(HostSettings.of(draft, plugins).notDurable()));
    }
    assertThat(rows(host().dataDir(), "select distinct status from deployments"))
        .containsExactly("error");
    assertThat(rows(host().dataDir(), "select distinct error_text from deployments"))
        .singleElement()
        .asString()
        .startsWith("port ");
    assertThat(
            rows(
                host().dataDir(),
                "select level from agent_logs where event = 'runner_fatal' and message like 'port %'"))
        .containsExactly("error", "error", "error", "error");

    String dev = ShippedConfig.text() + "\nruntime: { dev: true }\n";
    up = Host.start(HostSettings.of(Bench.draft(dev, host().dataDir()), plugins).notDurable());
    assertThat(host().lineup().strategies()).extracting(Planned::deadline).containsOnly(ZERO);
    assertThat(status("grid")).isEqualTo("paused");
    assertThat(status("sma-cross")).isEqualTo("running");
    assertThat(texts("select error_text from deployments where error_text is not null")).isEmpty();
  }

  /** Of a database whose daemon is down. */
  private static List<String> rows(Path data, String sql) {
    try (Database database = Database.openEmbedded(EmbeddedServer.Settings.in(data))) {
      return database
          .jdbi()
          .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
  }

  private boolean everyFiringHasItsDecision() {
    try {
      return number(
              "select (select count(*) from firings)"
                  + " - (select count(distinct id) from decision_snapshots)")
          == 0;
    } catch (JdbiException e) {
      return false; // a connection of the pool that the server ended
    }
  }

  private boolean ticksOn() {
    return ticks() > 0;
  }

  private long ticks() {
    return Bench.get(host(), "/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("strategy_decisions_total"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private long decidedOn(String mark) {
    return number(
        "select count(*) from decision_snapshots where strategy = 'jump-fade' and payload like '%"
            + mark
            + "%'");
  }

  private JsonNode command(String kind, String strategy) {
    return Bench.command(host(), kind, strategy);
  }

  private void awaitStatus(String strategy, String wanted) {
    Bench.await(strategy + " is " + wanted, SOON, () -> status(strategy).equals(wanted));
  }

  private String state(String strategy) {
    return Bench.get(host(), "/api/v1/strategies/" + strategy).json().path("state").asString();
  }

  private String status(String strategy) {
    return texts("select status from deployments where strategy = '" + strategy + "'").getFirst();
  }

  private long number(String sql) {
    return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private List<String> texts(String sql) {
    return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private Jdbi jdbi() {
    return host().storage().database().jdbi();
  }

  private Host host() {
    return Objects.requireNonNull(up);
  }

  private HostSettings settings() {
    return Objects.requireNonNull(given);
  }

  private void restart() {
    host().close();
    up = Host.start(settings());
  }
}
