package dev.orrery.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.control.PlaneBench;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.reconcile.WantedMachine;
import dev.orrery.control.machine.reconcile.WantedMachine.Need;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.LaunchTable;
import dev.orrery.deployment.Lease;
import dev.orrery.deployment.LeaseTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What rows want of machines. */
final class WantedMachineTableTest {
  private static final UUID LAUNCH = new UUID(3, 3);

  private final PlaneBench bench = new PlaneBench();
  private final LeaseTable leases = new LeaseTable(bench.database);
  private final WantedMachineTable table =
      new WantedMachineTable(
          bench.database,
          "child",
          () -> new MachineWish("plane", "release-2", "", Map.of(), _ -> Map.of()),
          () -> new DeployGates(false, false));

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void leavesARowWithoutAnAttemptToLaunches() {
    bench.deployed(PlaneBench.ALICE, "one");
    assertThat(table.wanted()).isEmpty();
  }

  @Test
  void needsWhatItsStatusAndItsOwnerSay() {
    UUID id = launched();
    assertThat(table.wanted())
        .singleElement()
        .satisfies(row -> {
          assertThat(row.age()).isBetween(Duration.ZERO, Duration.ofMinutes(5));
          assertThat(row)
              .usingRecursiveComparison()
              .ignoringFields("age")
              .isEqualTo(
                  new WantedMachine(
                      id, LAUNCH, Need.UP, "release-1", new MachineId("m"), Duration.ZERO, false));
        });
    bench.deployments.started(PlaneBench.ALICE, id);
    assertThat(table.wanted()).extracting(WantedMachine::reported).containsExactly(true);
    bench.execute("update deployments set wanted = 'stopped'");
    assertThat(need()).as("told to stop").isEqualTo(Need.ENDING);
    assertThat(table.spec(id)).isEmpty();
    Lease lease =
        leases.take(Lease.deployment(id), "m", "m pid 1", Duration.ofMinutes(9)).orElseThrow();
    bench.deployments.move(PlaneBench.ALICE, id, DeploymentStatus.STOPPED, null);
    assertThat(need()).as("stopped, its runner is about to end").isEqualTo(Need.ENDING);
    assertThat(bench.launches.toEnd()).isEmpty();
    leases.release(lease);
    assertThat(need()).as("stopped, and its runner has let go").isEqualTo(Need.GONE);
    assertThat(bench.launches.toEnd()).extracting(LaunchTable.Placement::id).containsExactly(id);
  }

  @Test
  void leavesWhatHasFailedToPeople() {
    UUID id = launched();
    table.failed(id, new UUID(9, 9), "of another attempt");
    assertThat(need()).isEqualTo(Need.UP);
    table.failed(id, LAUNCH, "exit code 3");
    assertThat(need()).isEqualTo(Need.LEFT);
    assertThat(bench.now(id).errorText()).isEqualTo("exit code 3");
  }

  @Test
  void asksForTheReleaseOfTheRowNotForThatOfNow() {
    UUID id = launched();
    MachineSpec spec = table.spec(id).orElseThrow();
    assertThat(List.of(spec.release(), spec.launch())).containsExactly("release-1", LAUNCH);
  }

  @Test
  void waitsForWhoeverMayStillTradeInItsPlace() {
    UUID id = launched();
    leases.take(Lease.deployment(id), "m", "m pid 1", Duration.ofMinutes(9));
    assertThat(table.spec(id)).isEmpty();
  }

  @Test
  void writesDownAMachineOfItsAttemptOnly() {
    UUID id = launched();
    table.placed(id, machine(id, "other", new UUID(9, 9)));
    assertThat(table.wanted().getFirst().machine()).isEqualTo(new MachineId("m"));
    table.placed(id, machine(id, "another", LAUNCH));
    assertThat(table.wanted().getFirst().machine()).isEqualTo(new MachineId("another"));
  }

  @Test
  void doesNotWantWhatAnotherProviderMadeOrHasBegun() {
    UUID id = launched();
    bench.execute("update deployments set machine_provider = 'child-elsewhere'");
    assertThat(table.wanted()).isEmpty();
    bench.execute("update deployments set machine_id = null");
    assertThat(table.wanted()).isEmpty();
    assertThat(bench.launches.begin(PlaneBench.ALICE, id, LAUNCH, "child")).isEmpty();
  }

  private static Machine machine(UUID deployment, String id, UUID launch) {
    return new Machine(
        new MachineId(id),
        deployment,
        launch,
        "plane",
        "release-1",
        "1",
        new MachineStatus.Running(0));
  }

  private Need need() {
    return table.wanted().getFirst().need();
  }

  private UUID launched() {
    UUID id = bench.deployed(PlaneBench.ALICE, "one");
    bench.launches.begin(PlaneBench.ALICE, id, LAUNCH, "child");
    bench.launches.launched(
        PlaneBench.ALICE, id, new LaunchTable.Machine("child", "m", "", "release-1"));
    return id;
  }
}
