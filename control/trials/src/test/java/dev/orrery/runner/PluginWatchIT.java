package dev.orrery.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.StrategyFactory;
import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.plugin.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
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

/** Jars come, change and go in the folder of one host; each step leaves it running. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PluginWatchIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofSeconds(90);

  private static final String CONFIG =
      """
      market:
        speed: 600
      watch:
        every: 50ms
        quiet: 150ms
      strategies:
        sized:
          vault: paper-sized
          parameters:
            fast: 5
          caps:
            maxPositionPct: 20
            maxTotalExposurePct: 20
            maxOrdersPerDay: 50
            maxOrdersPerMinute: 5
            maxLeverage: 1
            minOrderUsd: 10
            allowedSymbols: [BTC]
            dailyLossHaltPct: 5
      """;

  /** Wakes as often as its operator says how fast it is. */
  private static final String SIZED =
      """
      package p;
      import dev.orrery.api.*;
      import dev.orrery.api.action.*;
      import java.util.*;
      public class Sized implements StrategyFactory<Sized.Settings> {
        public record Settings(int fast) {}
        @Override public String name() { return "sized"; }
        @Override public Class<Settings> parameterType() { return Settings.class; }
        @Override public Settings defaults() { return new Settings(60); }
        @Override public List<Trigger> triggers(Settings settings) {
          return List.of(Trigger.everySeconds(settings.fast() * 60));
        }
        @Override public StrategyPlugin create(Settings settings, StrategyBinding binding) {
          return new BoundStrategy(binding) {
            @Override public List<Action> decide(DecisionContext context) {
              return List.of(new Noop("fast " + settings.fast()));
            }
          };
        }
      }
      """;

  private Path folder = Path.of("");
  private Path plugins = folder;
  private @Nullable HostSettings given;
  private @Nullable Host up;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    plugins = Files.createDirectories(folder.resolve("plugins"));
    sized(SIZED).build(plugins.resolve("sized.jar"));
    given = HostSettings.of(Bench.draft(CONFIG, folder.resolve("data")), plugins).notDurable();
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
  void hostsAJarThatIsDroppedIn() throws Exception {
    Sha256 digest = drop("late.jar", late("one"));
    Bench.await("it runs", SOON, () -> status("late").equals("running"));
    assertThat(strategy("late").path("vault").asString()).isEqualTo("paper:late");
    awaitDecisionOf("late", digest);
    awaitEvent("late", "plugin_loaded");
    awaitEvent("late", "runner_started");
    assertThat(number("select latest_version from skills where slug = 'late'")).isEqualTo(1);
    assertThat(command("pause", "late").path("error").isNull()).isTrue();
    awaitStatus("late", "paused");
    assertThat(command("resume", "late").path("error").isNull()).isTrue();
  }

  @Test
  @Order(2)
  void givesItsTriggersToWhatTheParametersSay() {
    assertThat(strategy("sized").path("triggers").path(0).asString()).isEqualTo("every 300s");
    assertThat(number("select tick_interval_seconds from deployments where strategy = 'sized'"))
        .isEqualTo(300);
  }

  @Test
  @Order(3)
  void replacesItByANewVersionOfItsRow() throws Exception {
    String id = texts("select id::text from deployments where strategy = 'late'").getFirst();
    Sha256 digest = drop("late.jar", late("two"));
    awaitDecisionOf("late", digest);
    Bench.await(
        "its row has another version",
        SOON,
        () -> number("select skill_version from deployments where strategy = 'late'") == 2);
    assertThat(texts("select id::text from deployments where strategy = 'late'"))
        .containsExactly(id);
    awaitEvent("late", "plugin_replaced");
    assertThat(
            texts(
                "select payload ->> 'jar' from skill_versions v join skills s on s.id = v.skill_id"
                    + " where s.slug = 'late' order by v.version"))
        .hasSize(2)
        .last()
        .isEqualTo(digest.hex());
  }

  @Test
  @Order(4)
  void doesNothingForTheSameBytesUnderANewTime() throws Exception {
    int before = events("late").size();
    Files.setLastModifiedTime(plugins.resolve("late.jar"), FileTime.fromMillis(1_000_000));
    drop("marker.jar", TestJar.withStrategy("Marker", "marker"));
    Bench.await("a later change is taken", SOON, () -> status("marker").equals("running"));
    assertThat(events("late")).hasSize(before);
    assertThat(number("select latest_version from skills where slug = 'late'")).isEqualTo(2);
  }

  @Test
  @Order(5)
  void keepsTheOldOneWhenTheNewOneIsBad() throws Exception {
    int before = events("late").size();
    Path file = plugins.resolve("late.jar");
    byte[] good = Files.readAllBytes(file);
    Files.writeString(plugins.resolve("late.jar"), "not a jar");
    Bench.await(
        "the row says so", SOON, () -> note("late").startsWith("plugin late.jar: is not a jar"));
    assertThat(status("late")).isEqualTo("running");
    assertThat(strategy("late").path("notice").asString()).isEqualTo(note("late"));
    JsonNode jars = Bench.get(host(), "/api/v1/plugins").json();
    assertThat(jars.path("loaded")).hasSize(3);
    assertThat(jars.path("refused").path(0).path("file").asString()).isEqualTo("late.jar");
    awaitEvent("late", "plugin_refused");
    assertThat(events("late")).hasSize(before + 1);
    long decided = decisions("late");
    Bench.await("it decides on", SOON, () -> decisions("late") > decided + 2);

    Files.write(file, good);
    Bench.await("all is well", SOON, () -> note("late").isEmpty());
    assertThat(Bench.get(host(), "/api/v1/plugins").json().path("refused")).isEmpty();
    assertThat(events("late")).hasSize(before + 1);
  }

  @Test
  @Order(6)
  void refusesWhatItsParametersDoNotFit() throws Exception {
    drop("sized.jar", sized(SIZED.replace("fast", "quick")));
    Bench.await("the row says so", SOON, () -> note("sized").contains("parameter fast"));
    assertThat(note("sized"))
        .startsWith("plugin sized.jar: strategy sized, test.yaml:10")
        .contains("runs on");
    drop("sized.jar", sized(SIZED.replace("fast() * 60", "fast() * 120")));
    Bench.await("it is mended", SOON, () -> note("sized").isEmpty());
    assertThat(strategy("sized").path("triggers").path(0).asString()).isEqualTo("every 600s");
    Bench.await(
        "the row follows",
        SOON,
        () ->
            number("select tick_interval_seconds from deployments where strategy = 'sized'")
                == 600);
  }

  @Test
  @Order(7)
  void stopsTheRowOfWhatIsGoneAndTakesItUpAgain() throws Exception {
    Path file = plugins.resolve("late.jar");
    Files.move(file, folder.resolve("kept.jar"));
    Bench.await("it is stopped", SOON, () -> status("late").equals("stopped"));
    assertThat(note("late")).isEqualTo("removed: late.jar is gone");
    assertThat(strategy("late").path("state").asString()).isEqualTo("removed");
    assertThat(strategy("late").path("cause").asString()).isEqualTo("removed: late.jar is gone");
    awaitEvent("late", "plugin_removed");
    assertThat(command("resume", "late").path("error").asString())
        .contains("strategy late: cannot tick: its jar is gone");
    assertThat(command("flatten", "late").path("error").isNull()).isTrue();
    Bench.await(
        "it is flat",
        SOON,
        () -> strategy("late").path("paused").asString("").startsWith("flattened"));

    Files.move(folder.resolve("kept.jar"), file);
    Bench.await("it is back, paused", SOON, () -> status("late").equals("paused"));
    assertThat(strategy("late").path("state").asString()).isEqualTo("paused");
    assertThat(command("resume", "late").path("error").isNull()).isTrue();
    long decided = decisions("late");
    Bench.await("it decides again", SOON, () -> decisions("late") > decided + 2);
    awaitStatus("late", "running");
  }

  @Test
  @Order(8)
  void runsOnWhileTheFolderIsAway() throws Exception {
    int before = events("late").size();
    Path away = folder.resolve("away");
    Files.move(plugins, away);
    long decided = decisions("late");
    Bench.await("it decides on", SOON, () -> decisions("late") > decided + 10);
    Files.move(away, plugins);
    drop("other.jar", TestJar.withStrategy("Other", "other"));
    Bench.await("the folder is looked at again", SOON, () -> status("other").equals("running"));
    assertThat(events("late")).hasSize(before);
  }

  @Test
  @Order(9)
  void letsTheNextVersionUnderAnotherNameTakeThePlace() throws Exception {
    Sha256 next = drop("late-1.1.jar", late("three"));
    Bench.await(
        "it is refused beside the old one",
        SOON,
        () ->
            Bench.get(host(), "/api/v1/plugins")
                .json()
                .path("refused")
                .path(0)
                .path("cause")
                .asString("")
                .contains("has a strategy named late, and so has late.jar"));
    Files.delete(plugins.resolve("late.jar"));
    awaitDecisionOf("late", next);
    assertThat(status("late")).isEqualTo("running");
    assertThat(strategy("late").path("jar").asString()).isEqualTo("late-1.1.jar");
    assertThat(Bench.get(host(), "/api/v1/plugins").json().path("refused")).isEmpty();
  }

  @Test
  @Order(10)
  void comesBackAsItWasAfterARestartWithoutItsJar() throws Exception {
    command("pause", "late");
    awaitStatus("late", "paused");
    Path file = plugins.resolve("late-1.1.jar");
    host().close();
    Files.move(file, folder.resolve("kept.jar"));
    up = Host.start(Objects.requireNonNull(given));
    assertThat(status("late")).isEqualTo("stopped");
    Files.move(folder.resolve("kept.jar"), file);
    Bench.await("it is back, paused", SOON, () -> status("late").equals("paused"));
    assertThat(command("resume", "late").path("error").isNull()).isTrue();
    long decided = decisions("late");
    Bench.await("it decides again", SOON, () -> decisions("late") > decided + 2);
    assertThat(
            number(
                "select count(*) from (select id from decision_snapshots group by id having"
                    + " count(*) > 1) twice"))
        .isZero();
  }

  @Test
  @Order(11)
  void swapsWhileTheDatabaseIsAwayAndWritesTheRowLater() throws Exception {
    var server = host().storage().server().orElseThrow();
    long version = number("select skill_version from deployments where strategy = 'late'");
    server.stop();
    Bench.await("the journal is spooled", LONG, () -> !host().health().safeToTrade());
    Sha256 digest = drop("late-1.1.jar", late("four"));
    Bench.await(
        "it runs in the new version",
        LONG,
        () -> strategy("late").path("jar_digest").asString("").equals(digest.hex()));
    drop("newcomer.jar", TestJar.withStrategy("Newcomer", "newcomer"));
    Bench.await(
        "a newcomer is refused, for it has no row",
        LONG,
        () ->
            Bench.get(host(), "/api/v1/plugins")
                .json()
                .path("refused")
                .toString()
                .contains("cannot take the rows of its strategies"));
    server.start();
    Bench.await(
        "the row follows",
        LONG,
        () ->
            host().health().safeToTrade()
                && number("select skill_version from deployments where strategy = 'late'")
                    > version);
    Bench.await("the newcomer is tried again", LONG, () -> status("newcomer").equals("running"));
    assertThat(
            number(
                "select (select count(*) from firings)"
                    + " - (select count(distinct id) from decision_snapshots)"))
        .isZero();
  }

  private static TestJar late(String version) {
    return TestJar.withStrategy("Late", "late").file("version.txt", version);
  }

  private static TestJar sized(String source) {
    return TestJar.jar().source("p.Sized", source).service(StrategyFactory.class, "p.Sized");
  }

  /** As a careful hand does it: copied beside, then renamed over. */
  private Sha256 drop(String name, TestJar jar) throws IOException {
    Path fresh = jar.build(plugins.resolve(name + ".part"));
    Sha256 digest = Sha256.of(Files.readAllBytes(fresh));
    Files.move(
        fresh,
        plugins.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    return digest;
  }

  private void awaitDecisionOf(String strategy, Sha256 jar) {
    Bench.await(
        strategy + " decides by " + jar.brief(),
        SOON,
        () ->
            number(
                    "select count(*) from decision_snapshots where strategy = '"
                        + strategy
                        + "' and jar_digest = '"
                        + jar.hex()
                        + "'")
                > 0);
  }

  /** The log is written a moment after the row. */
  private void awaitEvent(String strategy, String event) {
    Bench.await(event + " of " + strategy, SOON, () -> events(strategy).contains(event));
  }

  private JsonNode strategy(String name) {
    return Bench.get(host(), "/api/v1/strategies/" + name).json();
  }

  private String status(String strategy) {
    List<String> found =
        texts("select status from deployments where strategy = '" + strategy + "'");
    return found.isEmpty() ? "" : found.getFirst();
  }

  private String note(String strategy) {
    return texts(
            "select coalesce(error_text, '') from deployments where strategy = '" + strategy + "'")
        .getFirst();
  }

  private List<String> events(String strategy) {
    return texts(
        "select l.event from agent_logs l join deployments d on d.id = l.deployment_id"
            + " where (l.event like 'plugin!_%' escape '!' or l.event = 'runner_started')"
            + " and d.strategy = '"
            + strategy
            + "'");
  }

  private long decisions(String strategy) {
    return number(
        "select count(*) from decision_snapshots where verdict = 'noop' and strategy = '"
            + strategy
            + "'");
  }

  private JsonNode command(String kind, String strategy) {
    return Bench.command(host(), kind, strategy);
  }

  private void awaitStatus(String strategy, String wanted) {
    Bench.await(strategy + " is " + wanted, SOON, () -> status(strategy).equals(wanted));
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
}
