package dev.orrery.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.config.run.ShippedConfig;
import dev.orrery.runtime.plugin.TestJar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A strategy that hangs in a daemon: its row, a restart, its release, and what it printed. */
class QuarantineIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String GATE = "orrery.test.quarantine";

  /** Deaf to interrupts and beyond every poll, until the test opens the gate. */
  private static final String HANGS =
      """
      @Override public List<Action> decide(DecisionContext context) {
        System.out.println("about to hang");
        ((java.util.concurrent.Semaphore) System.getProperties().get("%s"))
            .acquireUninterruptibly();
        return List.of(new Noop("came back"));
      }
      """
          .formatted(GATE);

  @TempDir private Path folder;
  private final Semaphore gate = new Semaphore(0);

  @AfterEach
  void letGo() {
    gate.release(1_000);
    System.getProperties().remove(GATE);
  }

  @Test
  void isKeptInItsRowUntilItIsReleased() throws Exception {
    System.getProperties().put(GATE, gate);
    Path plugins = Bench.plugins(folder.resolve("plugins"));
    hanging().build(plugins.resolve("hangs.jar"));
    String yaml =
        ShippedConfig.text()
            + "\nruntime:\n  decideTimeout: 200ms\n  hold:\n    quarantineAfter: 300ms\n";
    HostSettings settings =
        HostSettings.of(Bench.draft(yaml, folder.resolve("data")), plugins).notDurable();
    try (Host host = Host.start(settings)) {
      Bench.await("it is quarantined", LONG, () -> state(host).equals("quarantined"));
      Bench.await(
          "its row says so",
          LONG,
          () ->
              texts(host, "select strategy from deployments where quarantined").contains("hangs"));
      assertThat(texts(host, "select status from deployments where strategy = 'hangs'"))
          .containsExactly("paused");
      assertThat(strategy(host).path("cause").asString()).startsWith("hangs: decide ended neither");
      assertThat(strategy(host).path("quarantined_since").asString()).isNotEmpty();
      Bench.await(
          "what it printed is in its log",
          LONG,
          () ->
              texts(host, "select message from agent_logs where event = 'log'")
                  .contains("about to hang"));
      JsonNode health = Bench.get(host, "/health").json();
      assertThat(health.path("alive").asBoolean()).isTrue();
      assertThat(health.path("degraded").asBoolean()).isFalse();
      assertThat(health.path("reasons").toString()).contains("hangs: quarantined: hangs:");
      assertThat(Bench.get(host, "/metrics").text())
          .contains("strategy_quarantined{strategy=\"hangs\"} 1.0")
          // Another firing may have been decided before the first was given up.
          .containsPattern("(?m)^runtime_threads_abandoned [12]\\.0$");
      assertThat(command(host, "resume").status()).isEqualTo(409);
      Bench.await(
          "its neighbours trade on",
          LONG,
          () -> !texts(host, "select cloid from fills limit 1").isEmpty());
    }
    gate.release(1_000);
    try (Host host = Host.start(settings)) {
      assertThat(state(host)).isEqualTo("quarantined");
      Bench.Reply released = command(host, "release");
      assertThat(released.status()).as(released.text()).isEqualTo(202);
      assertThat(released.json().path("error").isNull()).as(released.text()).isTrue();
      assertThat(state(host)).isEqualTo("running");
      assertThat(texts(host, "select strategy from deployments where quarantined")).isEmpty();
      Bench.await(
          "it decides again",
          LONG,
          () ->
              !texts(
                      host,
                      "select id from decision_snapshots"
                          + " where strategy = 'hangs' and verdict = 'noop'")
                  .isEmpty());
      assertThat(command(host, "release").status()).isEqualTo(409);
    }
  }

  private static TestJar hanging() {
    String source = TestJar.strategySource("Hangs", "hangs", HANGS);
    int begin = source.indexOf("  @Override public List<Action> decide");
    int end = source.indexOf("  }", begin) + 4;
    return TestJar.jar()
        .source("p.Hangs", source.substring(0, begin) + source.substring(end))
        .service(StrategyPlugin.class, "p.Hangs");
  }

  private static Bench.Reply command(Host host, String kind) {
    return Bench.post(
        host, "/api/v1/commands", "{\"kind\": \"" + kind + "\", \"strategy\": \"hangs\"}");
  }

  private static String state(Host host) {
    return strategy(host).path("state").asString();
  }

  private static JsonNode strategy(Host host) {
    return Bench.get(host, "/api/v1/strategies/hangs").json();
  }

  private static List<String> texts(Host host, String sql) {
    return host.storage()
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
