package dev.orrery.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.orrery.control.PlaneBench;
import dev.orrery.control.command.Caller;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.HandoverTable;
import dev.orrery.deployment.ReleaseTable;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class UpgradesTest {
  private static final String ONE = "orrery@sha256:1";
  private static final String TWO = "orrery@sha256:2";
  private static final Caller ALICE = new Caller(PlaneBench.ALICE, "alice", false);
  private static final Caller BOB = new Caller(PlaneBench.BOB, "bob", true);
  private static final Map<String, Secret> SECRETS = Map.of("DATABASE_URL", Secret.of("secret"));

  private final PlaneBench bench = new PlaneBench();
  private final MachinesInMemory machines = new MachinesInMemory();
  private final ReleaseTable releases = new ReleaseTable(bench.database);
  private final Upgrades upgrades = new Upgrades(machines, releases, bench.launches, _ -> SECRETS);
  private final Launches launches =
      new Launches(
          machines,
          bench.launches,
          new HandoverTable(bench.database),
          bench.deployments,
          () -> new MachineWish("plane", "unnamed", "", Map.of(), _ -> SECRETS),
          () -> new DeployGates(false, false),
          IdSource.random());

  @BeforeEach
  void publishTheFirst() {
    releases.publish(ONE, "1.0", "", "olga", true);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private UUID up(String name) {
    UUID id = bench.deployed(PlaneBench.ALICE, name);
    launches.look();
    bench.deployments.started(PlaneBench.ALICE, id);
    return id;
  }

  private Machine machine(UUID id) {
    return machines.there().stream()
        .filter(it -> it.deployment().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private List<String> outdated() {
    return releases.pins(PlaneBench.ALICE).stream()
        .filter(ReleaseTable.Pin::outdated)
        .map(ReleaseTable.Pin::name)
        .toList();
  }

  @Test
  void aNewReleaseIsForNewDeploymentsAndShowsAsDriftOnOthers() {
    UUID old = up("old");
    UUID waiting = bench.deployed(PlaneBench.ALICE, "waiting");
    releases.publish(TWO, "2.0", "faster", "olga", true);
    UUID young = up("young");
    assertThat(List.of(machine(old), machine(waiting), machine(young)))
        .extracting(Machine::release)
        .as("pinned when they were deployed")
        .containsExactly(ONE, ONE, TWO);
    assertThat(outdated()).containsExactly("old");
    // Its machine is lost and made again: it is what it was.
    machines.destroy(machine(old).id());
    bench.launches.gone(PlaneBench.ALICE, old);
    launches.look();
    assertThat(machine(old).release()).isEqualTo(ONE);
  }

  @Test
  void anUpgradeKeepsTheMachineAndWhatWasSwitched() {
    UUID id = up("one");
    MachineId before = machine(id).id();
    bench.execute(
        "update deployments set status = 'paused', paused = true, paused_reason = 'tired'"
            + " where id = ?",
        id);
    releases.publish(TWO, "2.0", "", "olga", true);
    assertThat(upgrades.upgrade(ALICE, id, null))
        .isEqualTo(new Upgrades.Upgraded(id, "one", ONE, TWO));
    assertThat(machine(id).id()).isEqualTo(before);
    assertThat(machine(id).release()).isEqualTo(TWO);
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.PAUSED);
    assertThat(bench.now(id).latches().paused()).isEqualTo("tired");
    assertThat(outdated()).isEmpty();
    upgrades.upgrade(ALICE, id, null);
    assertThat(machines.upgrades).as("what runs it is left alone").containsExactly(TWO);
  }

  @Test
  void whatFailedComesUpAgainByAnUpgrade() {
    UUID id = up("one");
    machines.status(machine(id).id(), new MachineStatus.Failed("fell ten times"));
    bench.launches.failed(PlaneBench.ALICE, id, "fell ten times");
    releases.publish(TWO, "2.0", "", "olga", true);
    upgrades.upgrade(ALICE, id, null);
    assertThat(machine(id).status()).isEqualTo(new MachineStatus.Running(0));
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.PROVISIONING);
    assertThat(bench.now(id).errorText()).isNull();
  }

  /** A host that has another release by now cannot make the machine of the old one again. */
  @Test
  void aLostMachineIsMadeAnewByAnUpgrade() {
    UUID id = up("one");
    UUID refused = bench.deployed(PlaneBench.ALICE, "two");
    MachineId before = machine(id).id();
    machines.destroy(before);
    bench.launches.failed(PlaneBench.ALICE, id, "this host has another release");
    machines.refuse(MachineException.permanent("this host has another release"));
    launches.look();
    assertThat(bench.now(refused).status()).isEqualTo(DeploymentStatus.ERROR);
    releases.publish(TWO, "2.0", "", "olga", true);
    assertThat(upgrades.upgradeOutdated(ALICE)).allMatch(it -> it.done() != null);
    launches.look();
    assertThat(machine(id).release()).isEqualTo(TWO);
    assertThat(machine(id).id()).isNotEqualTo(before);
    assertThat(machine(refused).release()).isEqualTo(TWO);
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.PROVISIONING);
    assertThat(machines.upgrades).isEmpty();
  }

  @Test
  void aMachineOfAnotherHostIsNotTakenForLost() {
    UUID id = up("one");
    bench.execute("update deployments set machine_provider = 'child-elsewhere'");
    releases.publish(TWO, "2.0", "", "olga", true);
    assertThatThrownBy(() -> upgrades.upgrade(ALICE, id, null))
        .hasMessageContaining("its machine is of child-elsewhere, not here");
    assertThat(outdated()).containsExactly("one");
  }

  @Test
  void whatFailedAndWasReplacedStaysDown() {
    UUID id = up("one");
    bench.launches.failed(PlaneBench.ALICE, id, "fell");
    UUID successor = bench.deployed(PlaneBench.ALICE, "one");
    assertThat(successor).isNotEqualTo(id);
    assertThatThrownBy(() -> upgrades.upgrade(ALICE, id, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("deployment one");
    assertThat(machines.upgrades).isEmpty();
  }

  @Test
  void theRowSaysWhatRunsWhateverTheAnswerWas() {
    UUID id = up("one");
    releases.publish(TWO, "2.0", "", "olga", true);
    machines.refuse(MachineException.permanent("no such image"));
    assertThatThrownBy(() -> upgrades.upgrade(ALICE, id, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no such image");
    assertThat(outdated()).containsExactly("one");
    machines.loseNextAnswer();
    assertThatThrownBy(() -> upgrades.upgrade(ALICE, id, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("no answer");
    assertThat(outdated()).isEmpty();
  }

  @Test
  void allThatIsOutdatedIsUpgradedOneByOneAndRefusalsAreTold() {
    UUID first = up("a");
    UUID second = up("b");
    UUID stranger = bench.deployed(PlaneBench.BOB, "c");
    launches.look();
    releases.publish(TWO, "2.0", "", "olga", true);
    machines.refuse(MachineException.permanent("no room"));
    assertThat(upgrades.upgradeOutdated(ALICE))
        .extracting(Upgrades.Answer::name, it -> it.done() != null, it -> it.refusal() != null)
        .containsExactly(tuple("a", false, true), tuple("b", true, false));
    assertThat(List.of(machine(first), machine(second), machine(stranger)))
        .extracting(Machine::release)
        .containsExactly(ONE, TWO, ONE);
  }

  @Test
  void refusesWhatIsNotTheCallersOrIsNotUpOrIsNoRelease() {
    UUID id = up("one");
    UUID waiting = bench.deployed(PlaneBench.ALICE, "waiting");
    assertThatThrownBy(() -> upgrades.upgrade(BOB, id, null))
        .hasMessageContaining("you have none of this id");
    assertThatThrownBy(() -> upgrades.upgrade(ALICE, waiting, null))
        .hasMessageContaining("it is provisioning and has no machine");
    assertThatThrownBy(() -> upgrades.upgrade(ALICE, id, "orrery@sha256:3"))
        .hasMessageContaining("nobody published orrery@sha256:3");
    assertThat(machines.upgrades).isEmpty();
  }

  @Test
  void aReleaseIsNeverChangedAndOneIsCurrent() {
    assertThatThrownBy(() -> releases.publish(ONE, "1.1", "", "olga", true))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("was published as 1.0");
    releases.publish(TWO, "2.0", "", "olga", false);
    assertThat(releases.currentLiveRunnerImage()).contains(ONE);
    releases.publish(TWO, "2.0", "", "olga", true);
    releases.publish(ONE, "1.0", "", "olga", true);
    assertThat(releases.all())
        .extracting(ReleaseTable.Release::image, ReleaseTable.Release::current)
        .containsExactlyInAnyOrder(tuple(TWO, false), tuple(ONE, true));
  }
}
