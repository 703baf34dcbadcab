package dev.orrery.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ProblemException;
import dev.orrery.testing.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeploymentTableTest {
  private static final Quarantine QUARANTINE =
      new Quarantine("hangs: decide", Instant.parse("2026-03-01T10:11:12.345678Z"));

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void keepsLatchesAndLetsTheStatusFollow() {
    UUID id = bench.running("one").id();
    Latches paused = new Latches("by hand", null, null, null, null);
    bench.deployments.saveLatches(Users.LOCAL, id, paused);
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.PAUSED);
    assertThat(bench.deployments.latches(Users.LOCAL, id)).isEqualTo(paused);
    Latches both = new Latches("by hand", "loss", "out", null, null);
    bench.deployments.saveLatches(Users.LOCAL, id, both);
    assertThat(bench.now(id).latches()).isEqualTo(both);
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.HALTED);
    bench.deployments.saveLatches(Users.LOCAL, id, Latches.NONE);
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void failsWhatTakesAPlaceWhenTheProcessDoesNotComeUp() {
    UUID one = bench.running("one").id();
    UUID stopped = bench.running("stopped").id();
    Latches paused = new Latches("by hand", null, null, null, null);
    bench.deployments.saveLatches(Users.LOCAL, one, paused);
    bench.deployments.move(Users.LOCAL, stopped, DeploymentStatus.STOPPED, null);
    assertThat(bench.deployments.bootFailed(Users.LOCAL, "no market", Duration.ZERO)).isEqualTo(1);
    assertThat(bench.deployments.bootFailed(Users.LOCAL, "no port", Duration.ZERO))
        .as("again")
        .isEqualTo(1);
    assertThat(bench.now(one).status()).isEqualTo(DeploymentStatus.ERROR);
    assertThat(bench.now(one).errorText()).isEqualTo("no port");
    assertThat(bench.now(one).latches()).isEqualTo(paused);
    assertThat(bench.now(stopped).status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(new LogTable(bench.database).recent(Users.LOCAL, one, LogTable.Level.ERROR, 5))
        .extracting(line -> line.event() + " " + line.message())
        .containsExactly("runner_fatal no market", "runner_fatal no port");
  }

  @Test
  void leavesAloneWhatAnotherProcessHostsWhenThisOneDoesNotComeUp() {
    UUID id = bench.running("one").id();
    bench.jdbi.useHandle(
        handle -> handle.execute("insert into agent_state (deployment_id) values (?)", id));
    assertThat(bench.deployments.bootFailed(Users.LOCAL, "no port", Duration.ofSeconds(30)))
        .isZero();
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void keepsAQuarantineThroughAStopAndIsPausedByIt() {
    UUID id = bench.running("one").id();
    Latches quarantined = new Latches(null, null, null, null, QUARANTINE);
    bench.deployments.saveLatches(Users.LOCAL, id, quarantined);
    assertThat(bench.now(id).latches()).isEqualTo(quarantined);
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.PAUSED);
    bench.deployments.move(Users.LOCAL, id, DeploymentStatus.STOPPED, null);
    bench.deployments.reopen(Users.LOCAL, id);
    assertThat(bench.deployments.started(Users.LOCAL, id)).isEqualTo(DeploymentStatus.PAUSED);
    assertThat(bench.now(id).latches()).isEqualTo(quarantined);
    bench.deployments.saveLatches(Users.LOCAL, id, Latches.NONE);
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void bootsIntoWhatWasLatchedNotIntoRunning() {
    UUID id = bench.ensure("one").id();
    bench.deployments.saveLatches(
        Users.LOCAL, id, new Latches(null, null, "unfinished", null, null));
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.PROVISIONING);
    assertThat(bench.deployments.started(Users.LOCAL, id)).isEqualTo(DeploymentStatus.PAUSED);
    assertThat(bench.now(id).startedAt()).isNotNull();
  }

  @Test
  void doesNotHideAnErrorByBooting() {
    UUID id = bench.running("one").id();
    bench.deployments.move(Users.LOCAL, id, DeploymentStatus.ERROR, "heartbeat lost");
    assertThat(bench.deployments.started(Users.LOCAL, id)).isEqualTo(DeploymentStatus.ERROR);
    assertThat(bench.now(id).errorText()).isEqualTo("heartbeat lost");
    bench.deployments.saveLatches(Users.LOCAL, id, Latches.NONE);
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.ERROR);
  }

  @Test
  void refusesIllegalTransitions() {
    UUID id = bench.running("one").id();
    bench.deployments.move(Users.LOCAL, id, DeploymentStatus.STOPPED, null);
    assertThat(bench.now(id).stoppedAt()).isNotNull();
    assertThatThrownBy(
            () -> bench.deployments.move(Users.LOCAL, id, DeploymentStatus.RUNNING, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from stopped to running");
  }

  @Test
  void keepsToTheStatusMachineWhateverComes() {
    List<DeploymentStatus> all = List.of(DeploymentStatus.values());
    UUID id = bench.running("one").id();
    Seeds.each(
        20,
        random -> {
          for (int i = 0; i < 10; i++) {
            DeploymentStatus before = bench.now(id).status();
            DeploymentStatus to = all.get(random.nextInt(all.size()));
            switch (random.nextInt(3)) {
              case 0 -> {
                if (before == to || before.mayBecome(to, HostKind.RUN)) {
                  bench.deployments.move(Users.LOCAL, id, to, null);
                } else {
                  assertThatThrownBy(() -> bench.deployments.move(Users.LOCAL, id, to, null))
                      .isInstanceOf(IllegalStateException.class);
                }
              }
              case 1 -> bench.deployments.started(Users.LOCAL, id);
              default ->
                  bench.deployments.saveLatches(
                      Users.LOCAL,
                      id,
                      new Latches(
                          random.nextBoolean() ? "p" : null,
                          random.nextBoolean() ? "h" : null,
                          null,
                          random.nextInt(8) == 0 ? "s" : null,
                          random.nextBoolean() ? QUARANTINE : null));
            }
            Deployment after = bench.now(id);
            assertThat(after.status() == before || before.mayBecome(after.status(), HostKind.RUN))
                .isTrue();
          }
        });
  }

  @Test
  void showsNobodyTheRowsOfOthers() {
    UUID id = bench.running("one").id();
    UUID other = new UUID(0, 2);
    bench.execute("insert into users (id, name) values (?, 'other')", other);
    assertThat(bench.deployments.find(other, id)).isEmpty();
    assertThat(bench.deployments.findByName(other, "one")).isEmpty();
    assertThat(bench.deployments.list(other)).isEmpty();
    assertThat(new DeploymentViewTable(bench.database).list(other)).isEmpty();
    assertThat(new LogTable(bench.database).recent(other, id, LogTable.Level.DEBUG, 10)).isEmpty();
    assertThatThrownBy(() -> bench.deployments.saveLatches(other, id, Latches.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("none of this name");
    assertThatThrownBy(
            () -> bench.commands.send(other, id, CommandKind.STOP, Map.of(), Actor.owner("other")))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void showsHeartbeatHealthAndAccount() {
    UUID id = bench.running("one").id();
    DeploymentViewTable views = new DeploymentViewTable(bench.database);
    DeploymentViewTable.View before = views.find(Users.LOCAL, id).orElseThrow();
    assertThat(before.heartbeatAt()).isNull();
    assertThat(before.silent()).isLessThan(Duration.ofMinutes(1));
    Instant asOf = Instant.ofEpochSecond(1_385_337_600);
    String positions = "[{\"symbol\": \"BTC\"}]";
    bench.execute(
        """
        insert into agent_state (deployment_id, equity_usd, day_pnl, positions, health, as_of)
        values (?, 10012.5, 12.5, cast(? as jsonb), 'healthy', ?)
        """,
        id,
        positions,
        asOf);
    DeploymentViewTable.View view = views.list(Users.LOCAL).getFirst();
    assertThat(view.health()).isEqualTo("healthy");
    assertThat(view.equityUsd()).isEqualByComparingTo("10012.5");
    assertThat(view.positions()).isEqualTo(positions);
    assertThat(view.asOf()).isEqualTo(asOf);
    assertThat(view.heartbeatAt()).isNotNull();
    assertThat(view.status()).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void readsAndFollowsLogs() {
    UUID id = bench.running("one").id();
    bench.jdbi.useHandle(handle -> {
      LogTable.append(handle, id, "info", "tick", "first");
      LogTable.append(handle, id, "warn", "state_drift", "second");
      LogTable.append(handle, id, "info", "tick", "third");
    });
    LogTable logs = new LogTable(bench.database);
    List<LogTable.Line> all = logs.recent(Users.LOCAL, id, LogTable.Level.INFO, 2);
    assertThat(all).extracting(LogTable.Line::message).containsExactly("second", "third");
    assertThat(logs.recent(Users.LOCAL, id, LogTable.Level.WARN, 9)).hasSize(1);
    assertThat(logs.before(Users.LOCAL, id, LogTable.Level.INFO, all.getFirst().id(), 9))
        .extracting(LogTable.Line::message)
        .containsExactly("first");
    assertThat(logs.recent(new UUID(0, 99), id, LogTable.Level.INFO, 9)).isEmpty();
    LogCursor second = LogCursor.of(all.subList(0, 1), false);
    List<LogTable.Line> more = logs.after(Users.LOCAL, id, LogTable.Level.DEBUG, second, 9);
    assertThat(more).extracting(LogTable.Line::message).containsExactly("third");
    assertThat(logs.after(Users.LOCAL, id, LogTable.Level.DEBUG, second.after(more), 9)).isEmpty();
  }

  /** Ids are handed out in the order of writing, and seen in the order of commits. */
  @Test
  void followsALineThatIsCommittedAfterALaterOne() {
    UUID id = bench.running("one").id();
    LogTable logs = new LogTable(bench.database);
    LogCursor start = LogCursor.of(List.of(), true);
    try (Handle slow = bench.jdbi.open()) {
      slow.begin();
      LogTable.append(slow, id, "info", "tick", "begun first");
      bench.jdbi.useHandle(quick -> LogTable.append(quick, id, "info", "tick", "done first"));
      List<LogTable.Line> seen = logs.after(Users.LOCAL, id, LogTable.Level.INFO, start, 9);
      assertThat(seen).extracting(LogTable.Line::message).containsExactly("done first");
      slow.commit();
      LogCursor next = LogCursor.parse(start.after(seen).text()).orElseThrow();
      List<LogTable.Line> more = logs.after(Users.LOCAL, id, LogTable.Level.INFO, next, 9);
      assertThat(more).extracting(LogTable.Line::message).containsExactly("begun first");
      assertThat(logs.after(Users.LOCAL, id, LogTable.Level.INFO, next.after(more), 9)).isEmpty();
    }
    assertThat(LogCursor.parse("1.2x")).isEmpty();
  }
}
