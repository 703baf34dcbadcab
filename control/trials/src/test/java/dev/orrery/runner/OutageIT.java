package dev.orrery.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A host is told to stop while its database is away. */
class OutageIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Three answers that wait for no connection: each of those would take 5 s. */
  private static final Duration AT_ONCE = Duration.ofSeconds(14);

  @TempDir private Path folder;
  private @Nullable HostSettings settings;
  private @Nullable Host up;

  @BeforeEach
  void start() throws Exception {
    Path plugins = Bench.plugins(folder.resolve("plugins"));
    settings = HostSettings.of(Bench.shipped(folder.resolve("data")), plugins).notDurable();
    up = Host.start(settings);
  }

  @AfterEach
  void stop() {
    host().close();
  }

  @Test
  void obeysAtOnceKeepsItOnDiskAndWritesItDownWhenTheDatabaseIsBack() {
    var server = host().storage().server().orElseThrow();
    server.stop();
    long asked = System.nanoTime();
    JsonNode paused = sent("{\"kind\": \"pause\", \"strategy\": \"grid\"}");
    assertThat(state("grid")).isEqualTo("paused");
    assertThat(paused.path("acked_at").isNull()).isFalse();
    assertThat(paused.path("result").path("written").asBoolean(true)).isFalse();
    sent("{\"kind\": \"stop\", \"strategy\": \"sma-cross\", \"reason\": \"odd\"}");
    assertThat(state("sma-cross")).isEqualTo("paused");
    Bench.Reply panic = Bench.post(host(), "/api/v1/panic", "{\"reason\": \"drill\"}");
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(AT_ONCE);

    assertThat(panic.status()).as(panic.text()).isEqualTo(200);
    assertThat(panic.json().path("engaged").asBoolean()).isTrue();
    assertThat(panic.json().path("written").asBoolean(true)).isFalse();
    assertThat(host().runtime().strategies())
        .allSatisfy(each -> assertThat(each.state()).isEqualTo("paused"));
    assertThat(host().health().reasons())
        .contains("panic: drill", "switches: 3 in force and on disk, not in the database yet");
    assertThat(pending()).exists();
    Bench.Reply cleared = Bench.delete(host(), "/api/v1/panic");
    assertThat(cleared.status()).as(cleared.text()).isEqualTo(503);

    server.start();
    Bench.await("the database knows all", SOON, () -> !Files.exists(pending()));
    assertThat(texts("select reason from operator_latches where engaged")).containsExactly("drill");
    Bench.await(
        "the rows say so",
        SOON,
        () ->
            texts("select strategy || ' ' || status from deployments order by 1")
                .equals(
                    List.of(
                        "grid paused",
                        "jump-fade paused",
                        "sma-cross stopped",
                        "volatility-breakout paused")));
    assertThat(Bench.untilTaken(() -> Bench.delete(host(), "/api/v1/panic")).status())
        .isEqualTo(200);
    assertThat(Bench.get(host(), "/api/v1/panic").json().path("engaged").asBoolean()).isFalse();
    sent("{\"kind\": \"resume\", \"strategy\": \"grid\"}");
    Bench.await("it ticks again", SOON, () -> state("grid").equals("running"));
  }

  @Test
  void startsItsServerAgainThatDied() {
    ProcessHandle postmaster =
        host()
            .storage()
            .server()
            .flatMap(server -> server.pid())
            .flatMap(ProcessHandle::of)
            .orElseThrow();
    postmaster.destroyForcibly();
    Bench.Reply panic = Bench.post(host(), "/api/v1/panic", "{\"reason\": \"it died\"}");
    assertThat(panic.status()).as(panic.text()).isEqualTo(200);
    assertThat(panic.json().path("engaged").asBoolean()).isTrue();

    Bench.await("it is back", LONG, () -> host().storage().notifications().connected());
    Bench.await("the journal is drained", LONG, this::isTold);
    Bench.await("the panic is written down", SOON, () -> !Files.exists(pending()));
    assertThat(texts("select reason from operator_latches where engaged"))
        .containsExactly("it died");
    Bench.await(
        "nothing is said of it any more",
        SOON,
        () -> host().health().reasons().stream().noneMatch(each -> each.startsWith("database: ")));
  }

  private boolean isTold() {
    try {
      return texts("select distinct event from agent_logs")
          .containsAll(List.of("database_died", "database_restarted"));
    } catch (JdbiException e) {
      return false; // a connection of the pool that died with the server
    }
  }

  @Test
  void comesUpWithWhatWasSwitchedBeforeItWasKilled() throws IOException {
    host().close();
    Files.writeString(
        pending(),
        """
        {"strategy":null,"kind":"pause","reason":"it burns","actor":"local"}
        {"strategy":"grid","kind":"stop","reason":"odd","actor":"local"}
        """);
    up = Host.start(Objects.requireNonNull(settings));

    assertThat(pending()).doesNotExist();
    assertThat(host().health().reasons()).contains("panic: it burns");
    assertThat(host().runtime().strategies())
        .allSatisfy(each -> assertThat(each.state()).isIn("paused", "stopping"));
    Bench.await(
        "it is stopped",
        SOON,
        () ->
            texts("select status from deployments where strategy = 'grid'")
                .equals(List.of("stopped")));
  }

  private Path pending() {
    return host().dataDir().resolve("switches.pending");
  }

  private JsonNode sent(String body) {
    Bench.Reply reply = Bench.post(host(), "/api/v1/commands", body);
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    return reply.json();
  }

  private String state(String strategy) {
    return Bench.get(host(), "/api/v1/strategies/" + strategy).json().path("state").asString();
  }

  private List<String> texts(String sql) {
    return host()
        .storage()
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private Host host() {
    return Objects.requireNonNull(up);
  }
}
