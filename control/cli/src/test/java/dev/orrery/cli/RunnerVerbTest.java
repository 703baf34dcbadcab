package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.config.run.Caps;
import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.RunnerRoles;
import dev.orrery.database.TestDatabase;
import dev.orrery.deployment.Actor;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.SkillPayload;
import dev.orrery.deployment.SkillTable;
import dev.orrery.kernel.Secret;
import dev.orrery.kernel.Sha256;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Machines of a published version, as processes: who of them trades, and how each ends. They log in
 * as the deployment's own role, which sees nothing else.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RunnerVerbTest {
  private static final UUID USER = new UUID(7, 7);

  @TempDir Path folder;

  private final DatabaseSettings settings = TestDatabase.freshSettings();
  private final Database database = Database.open(settings);
  private final RunnerRoles roles = new RunnerRoles(database, Secret.of("k".repeat(43)));
  private final UUID deployment = UUID.randomUUID();
  private Sha256 jar = new Sha256("0".repeat(64));

  @BeforeEach
  void publish() throws IOException {
    Path plugins = folder.resolve("plugins");
    BundledPlugins.into(plugins);
    try (Stream<Path> jars = Files.list(plugins)) {
      byte[] bytes =
          Files.readAllBytes(
              jars.filter(each -> String.valueOf(each.getFileName()).contains("sma-cross"))
                  .findFirst()
                  .orElseThrow());
      jar = Sha256.of(bytes);
      execute("insert into users (id, name) values (?, 'alice')", USER);
      execute("insert into artifacts (digest, kind, bytes) values (?, 'jar', ?)", jar.hex(), bytes);
    }
    SkillTable.Version version = new SkillTable(database).save(USER, "sma-cross", payload());
    execute(
        """
        insert into deployments
          (id, user_id, skill_id, skill_version, strategy, vault, broker_kind, host_kind)
        values (?, ?, ?, ?, 'sma-cross', 'paper-1', 'paper', 'machine')
        """,
        deployment,
        USER,
        version.skill(),
        version.version());
  }

  @AfterEach
  void close() {
    roles.end(deployment);
    database.close();
  }

  @Test
  void oneOfTwoTradesAndTheOtherTakesOverWhatWasKilled() throws Exception {
    try (RunnerProcess first = start("a")) {
      first.awaitSaid("live-runner: status=running; entering tick loop");
      assertThat(first.said())
          .containsSubsequence(
              "live-runner: booting deployment " + deployment,
              "live-runner: loaded skill sma-cross version 1",
              "(broker=paper)",
              "live-runner: status=running; entering tick loop");
      Await.until(() -> number("select count(*) from fills") > 3, RunnerProcess.LONG);
      assertThat(text("select status from deployments")).isEqualTo("running");

      try (RunnerProcess second = start("b")) {
        assertThat(second.end()).as(second.said()).isEqualTo(6);
        assertThat(second.said()).contains("is held by machine", "this one does not");
      }
      assertThat(text("select status from deployments")).isEqualTo("running");
      assertThat(number("select count(*) from agent_logs where event = 'runner_fatal'")).isZero();
      assertThat(first.isAlive()).isTrue();
      first.kill();
    }
    leaseRunsOutSoon();
    long fills = number("select count(*) from fills");
    long epoch = number("select epoch from deployment_leases");
    try (RunnerProcess other = start("b")) {
      other.awaitSaid("live-runner: status=running; entering tick loop");
      Await.until(() -> number("select count(*) from fills") > fills + 2, RunnerProcess.LONG);
    }
    assertThat(number("select epoch from deployment_leases")).isEqualTo(epoch + 1);
    assertThat(
            number(
                """
                select count(*) from order_intents i join order_intents j using (cloid)
                where i.seq < j.seq
                """))
        .as("orders intended twice")
        .isZero();
    assertThat(number("select count(distinct epoch) from order_intents"))
        .as("orders of both machines")
        .isEqualTo(2);
  }

  @Test
  void theNextProcessOfAKilledMachineGoesOnAtOnce() throws Exception {
    try (RunnerProcess first = start("a")) {
      Await.until(() -> number("select count(*) from fills") > 1, RunnerProcess.LONG);
      first.kill();
    }
    // What the first sent last may be written yet; of the next one's own epoch it has nothing.
    long epoch = number("select epoch from deployment_leases");
    try (RunnerProcess next = start("a")) {
      Await.until(
          () -> number("select count(*) from order_intents where epoch > " + epoch) > 0,
          RunnerProcess.LONG);
      assertThat(next.said())
          .as("its predecessor is known to be dead")
          .doesNotContain("waiting for predecessor");
      next.signal("TERM");
      assertThat(next.end()).as(next.said()).isZero();
    }
    assertThat(number("select count(*) from deployment_leases where expires_at > now()")).isZero();
    assertThat(text("select status from deployments")).isEqualTo("running");
  }

  @Test
  void oneThatSleptThroughItsSuccessorsStartEndsAndWritesNothing() throws Exception {
    try (RunnerProcess first = start("a")) {
      Await.until(() -> number("select count(*) from fills") > 1, RunnerProcess.LONG);
      first.signal("STOP");
      leaseRunsOutSoon();
      try (RunnerProcess second = start("b")) {
        second.awaitSaid("entering tick loop");
        Await.until(
            () -> number("select count(*) from order_intents where epoch = 2") > 0,
            RunnerProcess.LONG);
        long seq = number("select max(seq) from order_intents where epoch = 1");
        first.signal("CONT");
        assertThat(first.end()).as(first.said()).isEqualTo(7);
        assertThat(second.isAlive()).isTrue();
        assertThat(number("select max(seq) from order_intents where epoch = 1")).isEqualTo(seq);
        assertThat(number("select min(seq) from order_intents where epoch = 2")).isGreaterThan(seq);
      }
    }
    assertThat(text("select status from deployments")).isEqualTo("running");
  }

  @Test
  void obeysStopAndEndsWithIt() throws Exception {
    try (RunnerProcess runner = start("a")) {
      runner.awaitSaid("entering tick loop");
      Await.until(() -> number("select count(*) from agent_state") == 1, RunnerProcess.LONG);
      Command stop = send(CommandKind.STOP);
      assertThat(runner.end()).as(runner.said()).isZero();
      assertThat(command(stop).ackedAt()).isAfterOrEqualTo(stop.createdAt());
      assertThat(command(stop).error()).isNull();
    }
    assertThat(text("select status from deployments")).isEqualTo("stopped");
    try (RunnerProcess again = start("a")) {
      assertThat(again.end()).as(again.said()).isZero();
      assertThat(again.said()).contains("nothing to host");
    }
  }

  @Test
  void hostsNothingThatWasToldToStopBeforeItCame() throws Exception {
    execute("update deployments set wanted = 'stopped', status = 'running'");
    try (RunnerProcess late = start("a")) {
      assertThat(late.end()).as(late.said()).isZero();
      assertThat(late.said())
          .contains("stopped by its owner, nothing to host")
          .doesNotContain("entering tick loop");
    }
    assertThat(text("select status from deployments")).isEqualTo("stopped");
    assertThat(number("select count(*) from order_intents")).isZero();
  }

  @Test
  void killEndsItWithOneAndIsNotRepeated() throws Exception {
    try (RunnerProcess runner = start("a")) {
      runner.awaitSaid("entering tick loop");
      Command kill = send(CommandKind.KILL);
      assertThat(runner.end()).as(runner.said()).isEqualTo(1);
      assertThat(command(kill).ackedAt()).isAfterOrEqualTo(kill.createdAt());
    }
    assertThat(text("select status from deployments")).isEqualTo("stopped");
    assertThat(text("select error_text from deployments")).startsWith("killed by ");
    try (RunnerProcess again = start("a")) {
      assertThat(again.end()).as(again.said()).isZero();
    }
  }

  @Test
  void endsWhenAnotherHasTakenTheDeployment() throws Exception {
    try (RunnerProcess runner = start("a")) {
      Await.until(() -> number("select count(*) from fills") > 1, RunnerProcess.LONG);
      execute(
          "update deployment_leases set token = gen_random_uuid(), epoch = epoch + 1,"
              + " holder = 'machine z pid 1', expires_at = now() + interval '1 hour'");
      assertThat(runner.end()).as(runner.said()).isEqualTo(7);
      assertThat(runner.said()).contains("machine z pid 1");
    }
    assertThat(number("select count(*) from order_intents where epoch <> 1")).isZero();
  }

  @Test
  void saysInTheRowWhatItsJarLacks() throws Exception {
    execute("update artifacts set bytes = 'another'");
    try (RunnerProcess runner = start("a")) {
      assertThat(runner.end()).as(runner.said()).isEqualTo(4);
    }
    assertThat(text("select status from deployments")).isEqualTo("error");
    assertThat(text("select error_text from deployments")).contains("should have the digest");
    assertThat(text("select message from agent_logs where event = 'runner_fatal'"))
        .contains("should have the digest");
  }

  @Test
  void saysWhatTheEnvironmentLacks() throws Exception {
    try (RunnerProcess runner = RunnerProcess.start(folder.resolve("a"), Map.of())) {
      assertThat(runner.end()).isEqualTo(3);
      assertThat(runner.said()).contains("set DEPLOYMENT_ID");
    }
    try (RunnerProcess runner =
        RunnerProcess.start(folder.resolve("b"), Map.of("DEPLOYMENT_ID", deployment.toString()))) {
      assertThat(runner.end()).isEqualTo(3);
      assertThat(runner.said())
          .contains(
              "live-runner: set SUPABASE_DB_URL, or SUPABASE_URL + (SUPABASE_DB_PASSWORD |"
                  + " POSTGRES_PASSWORD)");
    }
  }

  @Test
  void givesTheServersOwnWordsForAWrongPassword() throws Exception {
    Map<String, String> wrong =
        Map.of(
            "DEPLOYMENT_ID",
            deployment.toString(),
            "DATABASE_URL",
            settings.url().replace("://", "://" + settings.user() + ":wrong@"));
    try (RunnerProcess runner = RunnerProcess.start(folder.resolve("a"), wrong)) {
      assertThat(runner.end()).isEqualTo(5);
      assertThat(runner.said()).contains("password authentication failed");
    }
    assertThat(text("select status from deployments")).isEqualTo("provisioning");
  }

  private RunnerProcess start(String machine) throws IOException {
    RunnerRoles.Login login = roles.credentials(deployment);
    return RunnerProcess.start(
        folder.resolve(machine),
        Map.of(
            "DEPLOYMENT_ID",
            deployment.toString(),
            "DATABASE_URL",
            settings.url().replace("://", "://" + login.user() + "@"),
            "POSTGRES_PASSWORD",
            login.password().reveal()),
        "--speed",
        "6000");
  }

  /** Moves the lease's end instead of waiting for it; nobody alive renews it meanwhile. */
  private void leaseRunsOutSoon() {
    execute("update deployment_leases set expires_at = clock_timestamp() + interval '3 seconds'");
  }

  private SkillPayload payload() {
    return new SkillPayload(
        jar,
        "sma-cross",
        Map.of(),
        new Caps(
            new BigDecimal("90"),
            new BigDecimal("95"),
            10_000,
            1_000,
            new BigDecimal("2"),
            BigDecimal.TEN,
            Set.of("BTC"),
            new BigDecimal("50"),
            new BigDecimal("200")),
        List.of("BTC"),
        Duration.ofSeconds(60),
        null);
  }

  private Command send(CommandKind kind) {
    return new Commands(database)
        .send(USER, deployment, kind, Map.of("reason", "test"), Actor.owner("alice"));
  }

  private Command command(Command sent) {
    return new Commands(database).find(USER, sent.id()).orElseThrow();
  }

  private void execute(String sql, Object... arguments) {
    database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
  }

  private long number(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private String text(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }
}
