package dev.orrery.control.machine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.control.machine.Exit;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.reconcile.Step.Finding;
import dev.orrery.control.machine.reconcile.Step.Why;
import dev.orrery.control.machine.reconcile.WantedMachine.Need;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
  private static final UUID DEPLOYMENT = new UUID(0, 1);
  private static final UUID LAUNCH = new UUID(1, 1);
  private static final MachineId ID = new MachineId("m1");
  private static final ReconcileLimits LIMITS = ReconcileLimits.DEFAULT;
  private static final MachineStatus UP = new MachineStatus.Running(0);

  private static WantedMachine row(Need need, @Nullable MachineId machine) {
    return new WantedMachine(DEPLOYMENT, LAUNCH, need, "r1", machine, Duration.ZERO, true);
  }

  private static Machine machine(MachineId id, UUID launch, MachineStatus status) {
    return new Machine(id, DEPLOYMENT, launch, "plane-1", "r1", "1", status);
  }

  private static Machine machine(MachineStatus status) {
    return machine(ID, LAUNCH, status);
  }

  /** Two rounds that saw the same. */
  private static Seen steady(Machine... machines) {
    return new Seen(List.of(machines), Set.of(), List.of(machines), false, Map.of(), Map.of());
  }

  private static Seen nothing(Set<MachineId> gone, List<Machine> before, boolean first) {
    return new Seen(List.of(), gone, before, first, Map.of(), Map.of());
  }

  private static List<Step> plan(WantedMachine row, Seen seen) {
    return Reconciliation.plan(List.of(row), seen, LIMITS);
  }

  @Test
  void whatIsAsItShallBeNeedsNothing() {
    assertThat(plan(row(Need.UP, ID), steady(machine(UP)))).isEmpty();
    assertThat(plan(row(Need.GONE, ID), steady())).isEmpty();
    assertThat(plan(row(Need.LEFT, ID), steady(machine(UP)))).isEmpty();
    assertThat(plan(row(Need.LEFT, ID), steady())).isEmpty();
    assertThat(plan(row(Need.ENDING, ID), steady(machine(UP)))).isEmpty();
  }

  @Test
  void aMachineIsMissingWhenTwoRoundsAndItsProviderSaySo() {
    Set<MachineId> gone = Set.of(ID);
    assertThat(plan(row(Need.UP, ID), nothing(gone, List.of(), false)))
        .containsExactly(new Step.Create(DEPLOYMENT, true));
    assertThat(plan(row(Need.UP, ID), nothing(gone, List.of(machine(UP)), false))).isEmpty();
    assertThat(plan(row(Need.UP, ID), nothing(Set.of(), List.of(), false))).isEmpty();
    assertThat(plan(row(Need.UP, ID), nothing(gone, List.of(), true))).isEmpty();
  }

  @Test
  void aLaunchWithoutAnAnswerIsRepeated() {
    assertThat(plan(row(Need.UP, null), nothing(Set.of(), List.of(), true))).isEmpty();
    assertThat(plan(row(Need.UP, null), nothing(Set.of(), List.of(), false)))
        .containsExactly(new Step.Create(DEPLOYMENT, false));
    assertThat(plan(row(Need.UP, null), steady(machine(UP))))
        .containsExactly(new Step.Note(DEPLOYMENT, ID));
  }

  @Test
  void whatEndedWithoutBlameIsStartedUntilItIsHopeless() {
    for (Exit exit :
        List.of(
            new Exit.Code(0), new Exit.Unseen(), new Exit.Signalled(9), new Exit.OutOfMemory())) {
      Machine stopped = machine(new MachineStatus.Stopped(exit));
      assertThat(plan(row(Need.UP, ID), steady(stopped)))
          .containsExactly(new Step.Start(DEPLOYMENT, ID));
      Seen often =
          new Seen(List.of(stopped), Set.of(), List.of(stopped), false, Map.of(), Map.of(ID, 3));
      assertThat(plan(row(Need.UP, ID), often))
          .containsExactly(
              new Step.Fail(
                  DEPLOYMENT,
                  LAUNCH,
                  ID,
                  "stops each time it is started, at last: " + exit.words()));
    }
  }

  @Test
  void aRunnerThatGaveAReasonIsNotStartedAgain() {
    assertThat(plan(row(Need.UP, ID), steady(machine(new MachineStatus.Stopped(new Exit.Code(3))))))
        .containsExactly(new Step.Fail(DEPLOYMENT, LAUNCH, ID, "exit code 3"));
    assertThat(plan(row(Need.UP, ID), steady(machine(new MachineStatus.Failed("cause")))))
        .containsExactly(new Step.Fail(DEPLOYMENT, LAUNCH, ID, "cause"));
  }

  @Test
  void whatHasStoppedIsDestroyedOnceItsRowHasEnded() {
    Machine stopped = machine(new MachineStatus.Stopped(new Exit.Code(0)));
    assertThat(plan(row(Need.GONE, ID), steady(stopped)))
        .containsExactly(new Step.Destroy(ID, Why.ENDED));
    assertThat(plan(row(Need.GONE, ID), steady(machine(UP))))
        .containsExactly(new Step.Destroy(ID, Why.ENDED));
    assertThat(plan(row(Need.ENDING, ID), steady(stopped)))
        .containsExactly(new Step.Destroy(ID, Why.ENDED), new Step.Ended(DEPLOYMENT, LAUNCH));
    assertThat(plan(row(Need.ENDING, ID), nothing(Set.of(ID), List.of(), false)))
        .containsExactly(new Step.Ended(DEPLOYMENT, LAUNCH));
  }

  @Test
  void anOlderLaunchMakesWayAndAYoungerOneIsNotTouched() {
    MachineId other = new MachineId("m0");
    Machine old = machine(other, new UUID(9, 9), UP);
    assertThat(plan(row(Need.UP, null), steady(old)))
        .containsExactly(new Step.Destroy(other, Why.SUPERSEDED));
    Seen justNow = new Seen(List.of(old), Set.of(), List.of(), false, Map.of(), Map.of());
    assertThat(plan(row(Need.UP, null), justNow)).isEmpty();
    assertThat(plan(row(Need.GONE, null), justNow)).isEmpty();
  }

  @Test
  void ofTwoMachinesTheOneInTheRowStays() {
    MachineId second = new MachineId("m0");
    assertThat(plan(row(Need.UP, ID), steady(machine(UP), machine(second, LAUNCH, UP))))
        .containsExactly(new Step.Destroy(second, Why.DUPLICATE));
  }

  @Test
  void aMachineWithoutARowIsReportedAndOnRequestDestroyedTheSecondTime() {
    Machine orphan = machine(UP);
    assertThat(Reconciliation.plan(List.of(), steady(orphan), LIMITS))
        .containsExactly(
            new Step.Report(ID, Finding.ORPHAN, "deployment " + DEPLOYMENT + " has no row"));
    ReconcileLimits strict = LIMITS.destroyingOrphans();
    assertThat(Reconciliation.plan(List.of(), steady(orphan), strict))
        .containsExactly(new Step.Destroy(ID, Why.ORPHAN));
    Seen justNow = new Seen(List.of(orphan), Set.of(), List.of(), false, Map.of(), Map.of());
    assertThat(Reconciliation.plan(List.of(), justNow, strict))
        .hasOnlyElementsOfType(Step.Report.class);
  }

  @Test
  void whatRunsSomethingElseIsReported() {
    Machine drifted = new Machine(ID, DEPLOYMENT, LAUNCH, "plane-1", "r0", "1", UP);
    assertThat(plan(row(Need.UP, ID), steady(drifted)))
        .containsExactly(new Step.Report(ID, Finding.DRIFT, "runs r0, its row says r1"));
  }

  @Test
  void whatPassesForTooLongIsReportedAndWhatDoesNotComeUpFails() {
    Machine starting = machine(new MachineStatus.Starting());
    Seen long6 =
        new Seen(
            List.of(starting),
            Set.of(),
            List.of(starting),
            false,
            Map.of(ID, Duration.ofMinutes(6)),
            Map.of());
    assertThat(plan(row(Need.UP, ID), long6))
        .containsExactly(new Step.Report(ID, Finding.STUCK, "Starting[] for 360 s"));
    WantedMachine silent =
        new WantedMachine(DEPLOYMENT, LAUNCH, Need.UP, "r1", ID, Duration.ofMinutes(6), false);
    assertThat(plan(silent, steady(machine(UP))))
        .containsExactly(
            new Step.Fail(DEPLOYMENT, LAUNCH, ID, "its runner did not come up in 300 s"));
  }

  @Test
  void whatIsUnknownIsLeftAlone() {
    Machine unknown = machine(new MachineStatus.Unknown("levitating"));
    assertThat(plan(row(Need.UP, ID), steady(unknown)))
        .containsExactly(new Step.Report(ID, Finding.UNKNOWN, "its provider says: levitating"));
  }

  @Test
  void tooManyLossesAtOnceAreNotBelieved() {
    List<WantedMachine> rows = new ArrayList<>();
    List<MachineId> ids = IntStream.range(0, 10).mapToObj(n -> new MachineId("m" + n)).toList();
    for (int n = 0; n < 10; n++) {
      rows.add(
          new WantedMachine(
              new UUID(0, n), new UUID(1, n), Need.UP, "r1", ids.get(n), Duration.ZERO, true));
    }
    assertThat(Reconciliation.plan(rows, nothing(Set.copyOf(ids), List.of(), false), LIMITS))
        .containsExactly(
            new Step.Report(
                null, Finding.HELD, "10 of 10 machines are lost or have no row: nothing is done"));
    assertThat(
            Reconciliation.plan(
                rows.subList(0, 2),
                nothing(Set.copyOf(ids.subList(0, 2)), List.of(), false),
                LIMITS))
        .containsExactlyElementsOf(
            Stream.of(0, 1).map(n -> new Step.Create(new UUID(0, n), true)).toList());
  }
}
