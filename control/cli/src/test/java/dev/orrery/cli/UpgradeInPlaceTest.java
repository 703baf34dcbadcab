package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.config.run.Caps;
import dev.orrery.control.command.Caller;
import dev.orrery.control.deploy.Launches;
import dev.orrery.control.deploy.MachineWish;
import dev.orrery.control.deploy.Upgrades;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.child.ChildProcesses;
import dev.orrery.control.machine.child.ChildSettings;
import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.TestDatabase;
import dev.orrery.deployment.Actor;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.DeployOrder;
import dev.orrery.deployment.DeployTable;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.HandoverTable;
import dev.orrery.deployment.LaunchTable;
import dev.orrery.deployment.ReleaseTable;
import dev.orrery.deployment.SkillPayload;
import dev.orrery.deployment.SkillTable;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.Secret;
import dev.orrery.kernel.Sha256;
import dev.orrery.testing.Await;
import dev.orrery.testing.ChildJvm;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Machines that trade on paper, as child processes, and two releases, each in a folder. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Tag("certify")
class UpgradeInPlaceTest {
  private static final UUID USER = new UUID(7, 7);
  private static final Caller ALICE = new Caller(USER, "alice", false);
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final DatabaseSettings settings = TestDatabase.freshSettings();
  private final Database database = Database.open(settings);
  private final Map<String, Secret> secrets =
      Map.of(
          "DATABASE_URL",
          Secret.of(settings.url().replace("://", "://" + settings.user() + "@")),
          "POSTGRES_PASSWORD",
          Objects.requireNonNull(settings.password()));
  private final ReleaseTable releases = new ReleaseTable(database);
  private final Commands commands = new Commands(database);
  private final LaunchTable table = new LaunchTable(database);
  private ChildProcesses machines;

  @BeforeEach
  void deploy() throws IOException {
    release("one");
    release("two");
    machines =
        ChildProcesses.open(
            ChildSettings.at(folder.resolve("machines")),
            (release, _) ->
                List.of("/bin/sh", folder.resolve(release).resolve("orrery").toString()));
    Path plugins = folder.resolve("plugins");
    BundledPlugins.into(plugins);
    byte[] jar = Files.readAllBytes(plugins.resolve("sma-cross.jar"));
    execute("insert into users (id, name) values (?, 'alice')", USER);
    execute(
        "insert into artifacts (digest, kind, bytes) values (?, 'jar', ?)",
        Sha256.of(jar).hex(),
        jar);
    new SkillTable(database).save(USER, "sma-cross", payload(Sha256.of(jar)));
    releases.publish("one", "1.0", "", "olga", true);
  }

  @AfterEach
  void close() {
    machines.list("plane").machines().forEach(machine -> machines.destroy(machine.id()));
    machines.close();
    database.close();
  }

  /** A distribution, as far as a machine needs it. */
  private void release(String name) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        home.resolve("orrery"),
        "echo \"release "
            + name
            + "\"\nexec '"
            + String.join(
                "' '",
                ChildJvm.command(
                    "-cp", System.getProperty("java.class.path"), Main.class.getName()))
            + "' runner --data-dir data --speed 6000\n");
  }

  private Machine deployed() {
    UUID id =
        new DeployTable(database, IdSource.random(), commands)
            .create(
                USER,
                DeployOrder.paper("sma-cross"),
                new DeployGates(false, false),
                Actor.owner("alice"))
            .deployment()
            .id();
    new Launches(
            machines,
            table,
            new HandoverTable(database),
            new DeploymentTable(database),
            () -> new MachineWish("plane", "unnamed", "", Map.of(), _ -> secrets),
            () -> new DeployGates(false, false),
            IdSource.random())
        .look();
    return machines.list("plane").machines().stream()
        .filter(machine -> machine.deployment().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Upgrades upgrades() {
    return new Upgrades(machines, releases, table, _ -> secrets);
  }

  @Test
  void goesOnTradingWithTheNewReleaseAndLosesNoOrder() {
    Machine before = deployed();
    Await.until(() -> number("select count(*) from fills") > 3, LONG);
    releases.publish("two", "2.0", "", "olga", true);
    assertThat(said(before)).contains("release one").doesNotContain("release two");

    // In the midst of trading: orders are under way whenever it is.
    upgrades().upgrade(ALICE, before.deployment(), null);
    long fills = number("select count(*) from fills");
    Await.until(() -> number("select count(*) from fills") > fills + 2, LONG);

    Machine after = machines.find(before.id()).orElseThrow();
    assertThat(List.of(after.launch().toString(), after.release()))
        .containsExactly(before.launch().toString(), "two");
    assertThat(said(after)).contains("release two");
    assertThat(text("select fly_image || ' ' || status from deployments")).isEqualTo("two running");
    assertThat(number("select count(distinct epoch) from order_intents")).isEqualTo(2);
    assertThat(
            number(
                """
                select count(*) from order_intents i where epoch = 1
                  and not exists (select from order_events e where e.cloid = i.cloid)
                  and not exists (select from fills f where f.cloid = i.cloid)
                """))
        .as("orders of the old one whose end nobody knows")
        .isZero();
    assertThat(
            number(
                """
                select count(*) from (select cloid from order_intents group by cloid
                  having count(*) > 1) twice
                """))
        .isZero();
    assertThat(
            number(
                """
                select count(*) from decision_snapshots where verdict is null
                  and seq < (select min(seq) from order_intents where epoch = 2)
                """))
        .as("decisions left open")
        .isZero();
    assertThat(text("select string_agg(message, '; ') from agent_logs where event = 'upgraded'"))
        .isEqualTo("runs two now, by alice");
  }

  @Test
  void whatWasPausedIsPausedAndDoesNotTick() {
    Machine machine = deployed();
    Await.until(() -> number("select count(*) from decision_snapshots") > 3, LONG);
    done(
        commands.send(
            USER,
            machine.deployment(),
            CommandKind.PAUSE,
            Map.of("reason", "tired"),
            Actor.owner("alice")));
    Await.until(() -> text("select status from deployments").equals("paused"), LONG);
    releases.publish("two", "2.0", "", "olga", true);
    upgrades().upgradeOutdated(ALICE);
    Await.until(() -> said(machine).contains("status=paused; entering tick loop"), LONG);
    long decisions = decided();
    // It hears and answers, so it is up; and it has had time to tick.
    done(
        commands.send(
            USER, machine.deployment(), CommandKind.SNAPSHOT, Map.of(), Actor.owner("alice")));
    assertThat(decided()).isEqualTo(decisions);
    assertThat(text("select status || ' ' || paused_reason || ' ' || fly_image from deployments"))
        .isEqualTo("paused tired two");
    done(
        commands.send(
            USER, machine.deployment(), CommandKind.RESUME, Map.of(), Actor.owner("alice")));
    Await.until(() -> decided() > decisions, LONG);
  }

  private long decided() {
    return number("select count(*) from decision_snapshots where verdict <> 'skipped'");
  }

  private void done(Command sent) {
    Await.until(() -> commands.find(USER, sent.id()).orElseThrow().ackedAt() != null, LONG);
    assertThat(commands.find(USER, sent.id()).orElseThrow().error()).isNull();
  }

  private String said(Machine machine) {
    return String.join("\n", machines.logs(machine.id(), 10_000));
  }

  private static SkillPayload payload(Sha256 jar) {
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
