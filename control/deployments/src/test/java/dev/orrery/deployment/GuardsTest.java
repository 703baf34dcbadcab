package dev.orrery.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.NotificationListener;
import dev.orrery.kernel.ProblemException;
import dev.orrery.testing.Await;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cost guard and the panic latch. */
final class GuardsTest {
  private final Bench bench = new Bench();
  private final CostGuard guard = new CostGuard(bench.database, bench.commands);
  private final PanicTable panic = new PanicTable(bench.database, bench.commands);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void queuesOnePauseWithReasonAndCodeWhenTheCapInTheRowIsExceeded() {
    UUID id = bench.running("one").id();
    bench.spend(id, "0.3100");
    assertThat(guard.check(Users.LOCAL, id)).isEmpty();
    bench.execute(
        "update skill_versions set payload = jsonb_set(payload, '{risk,maxMonthlyCostUsd}',"
            + " '0.01'::jsonb)");
    Command pause = guard.check(Users.LOCAL, id).orElseThrow();
    assertThat(pause.kind()).isEqualTo(CommandKind.PAUSE);
    assertThat(pause.actor()).isEqualTo("guard:cost_guard");
    assertThat(pause.payload())
        .isEqualTo(
            Map.of(
                "reason",
                "cost_guard: month-to-date 0.31 exceeds 0.01",
                "code",
                "cost_guard_tripped"));
    assertThat(guard.check(Users.LOCAL, id)).as("one waits").isEmpty();
    assertThat(new LogTable(bench.database).recent(Users.LOCAL, id, LogTable.Level.WARN, 5))
        .extracting(LogTable.Line::event)
        .containsExactly("cost_guard_tripped");
    assertThat(bench.queue.claim(id, 1, false)).isPresent();
    bench.deployments.saveLatches(
        Users.LOCAL, id, new Latches(pause.reason(), null, null, null, null));
    bench.queue.ack(pause, 1, CommandResult.done());
    assertThat(guard.check(Users.LOCAL, id)).as("it is paused").isEmpty();
    assertThatThrownBy(() -> bench.send(id, CommandKind.RESUME))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("month-to-date 0.31 exceeds 0.01")
        .hasMessageContaining("raise maxMonthlyCostUsd");
    bench.local.ensure("one", "paper-one", Bench.payload("1"));
    assertThat(bench.send(id, CommandKind.RESUME).kind()).isEqualTo(CommandKind.RESUME);
  }

  @Test
  void carriesTheMeterOverToTheNextDeploymentOfTheSameSkill() {
    Deployment one = bench.running("one");
    Deployment two = bench.running("two");
    bench.spend(one.id(), "3");
    bench.spend(two.id(), "100");
    UUID redeployed = new UUID(0, 77);
    bench.execute("update deployments set status = 'stopped' where id = ?", one.id());
    bench.execute(
        """
        insert into deployments (id, user_id, skill_id, skill_version, strategy, vault, broker_kind)
        select ?, user_id, skill_id, skill_version, strategy, vault, broker_kind
        from deployments where id = ?
        """,
        redeployed,
        one.id());
    bench.spend(redeployed, "0.5");
    assertThat(new CostTable(bench.database).read(Users.LOCAL, redeployed))
        .isEqualTo(new MonthToDate(new BigDecimal("3.5"), new BigDecimal("200")));
  }

  @Test
  void countsFromTheUtcMonthWhateverTheZoneOfTheSession() {
    UUID id = bench.running("one").id();
    bench.spend(id, "2");
    bench.execute(
        """
        insert into monthly_costs (deployment_id, month, cost_usd)
        select ?, (date_trunc('month', now() at time zone 'utc') + n * interval '1 month')::date, 50
        from (values (-1), (1)) as around (n)
        """,
        id);
    for (String zone : List.of("UTC", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati")) {
      bench.jdbi.useTransaction(handle -> {
        handle.execute("set local time zone '" + zone + "'");
        assertThat(CostTable.read(handle, Users.LOCAL, id).spentUsd())
            .as(zone)
            .isEqualByComparingTo("2");
      });
    }
  }

  @Test
  void takesTheUsualCapWhenTheVersionHasNone() {
    UUID id = bench.running("one").id();
    bench.execute("update skill_versions set payload = payload #- '{risk,maxMonthlyCostUsd}'");
    assertThat(new CostTable(bench.database).read(Users.LOCAL, id).capUsd())
        .isEqualByComparingTo("200");
    assertThat(
            new SkillTable(bench.database)
                .payload(Users.LOCAL, bench.now(id).skillId(), 1)
                .orElseThrow()
                .risk()
                .maxMonthlyCostUsd())
        .isEqualByComparingTo("200");
  }

  @Test
  void pausesEverythingInAPanicAndResumesNothingAfterIt() {
    UUID one = bench.running("one").id();
    UUID two = bench.running("two").id();
    bench.deployments.saveLatches(Users.LOCAL, two, new Latches("by hand", null, null, null, null));
    assertThat(panic.state().engaged()).isFalse();
    assertThat(panic.engage("venue is odd", Actor.operator("bob"))).isEqualTo(1);
    Command pause = bench.commands.recent(Users.LOCAL, one, 1).getFirst();
    assertThat(pause.reason()).isEqualTo("panic: venue is odd");
    assertThat(pause.actor()).isEqualTo("operator:bob");
    assertThat(panic.state().engaged()).isTrue();
    assertThat(panic.state().reason()).isEqualTo("venue is odd");
    panic.clear("over", Actor.operator("bob"));
    assertThat(panic.state().engaged()).isFalse();
    PanicState cleared = panic.state();
    panic.clear("over again", Actor.operator("carol"));
    assertThat(panic.state()).as("nothing to clear").isEqualTo(cleared);
    assertThat(bench.now(one).wanted()).isEqualTo(Wanted.PAUSED);
  }

  @Test
  void pausesInAPanicWhatCouldNotComeUpOrIsAboutToBeResumed() {
    UUID failed = bench.running("failed").id();
    bench.deployments.move(Users.LOCAL, failed, DeploymentStatus.ERROR, "no market");
    UUID resuming = bench.running("resuming").id();
    bench.deployments.saveLatches(Users.LOCAL, resuming, new Latches("p", null, null, null, null));
    bench.send(resuming, CommandKind.RESUME);
    assertThat(panic.engage("venue is odd", Actor.operator("bob"))).isEqualTo(2);
    assertThat(bench.commands.waitingPause(Users.LOCAL, failed)).isPresent();
    assertThat(bench.commands.waitingPause(Users.LOCAL, resuming)).isPresent();
  }

  @Test
  void isKnownWithoutAskingTheDatabase() {
    try (NotificationListener notifications = NotificationListener.open(bench.database, "test");
        PanicWatch watch = new PanicWatch(panic, notifications)) {
      assertThat(watch.state().engaged()).isFalse();
      panic.engage("now", Actor.operator("bob"));
      Await.until(() -> watch.state().engaged());
      panic.clear("over", Actor.operator("bob"));
      Await.until(() -> !watch.state().engaged());
    }
  }

  @Test
  void holdsWhatWasEngagedHereUntilTheDatabaseHasJustThat() {
    try (NotificationListener notifications = NotificationListener.open(bench.database, "test");
        PanicWatch watch = new PanicWatch(panic, notifications)) {
      PanicState first = new PanicState(true, "odd", "bob", Instant.EPOCH);
      watch.hold(first);
      watch.hold(new PanicState(true, "odd", "bob", Instant.EPOCH));
      watch.written(first);
      assertThat(watch.state().engaged()).as("engaged again since").isTrue();
      watch.written(watch.held());
      assertThat(watch.state().engaged()).isFalse();
      assertThat(watch.held()).isNull();
    }
  }
}
