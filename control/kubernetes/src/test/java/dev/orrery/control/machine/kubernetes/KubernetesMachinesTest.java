package dev.orrery.control.machine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.control.machine.Creation;
import dev.orrery.control.machine.Exit;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineException.Kind;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProviders;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.RestartPolicy;
import dev.orrery.control.machine.Sighting;
import dev.orrery.control.machine.StopSignal;
import dev.orrery.kernel.Secret;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only Kubernetes can get wrong. */
class KubernetesMachinesTest {
  private static final String OLD = "registry.test/runner@sha256:" + "a".repeat(64);
  private static final String NEW = "registry.test/runner@sha256:" + "b".repeat(64);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Map<String, Secret> SECRETS =
      Map.of("DATABASE_PASSWORD", Secret.of("canary-7f3a91"));

  private final FakeCluster cluster = new FakeCluster();
  private final KubernetesMachines machines =
      new KubernetesMachines(cluster.client(), KubernetesMachinesContractTest.SETTINGS);

  @AfterEach
  void close() {
    machines.close();
    cluster.close();
  }

  private static MachineSpec spec() {
    return MachineSpec.of(UUID.randomUUID(), UUID.randomUUID(), "plane-1", OLD)
        .withSecrets(SECRETS);
  }

  private static Machine machine(Creation creation) {
    return switch (creation) {
      case Creation.Made(Machine machine) -> machine;
      case Creation.Adopted(Machine machine) -> machine;
      case Creation.Occupied(Machine machine) -> machine;
    };
  }

  private Machine up(MachineSpec spec) {
    return machines.settle(machine(machines.create(spec)).id(), SOON).orElseThrow();
  }

  private Pod pod(MachineId id) {
    return cluster.pod(id).orElseThrow();
  }

  static Stream<KubernetesFault> faultsOfCreate() {
    return Stream.of(
        KubernetesFault.tooMany(),
        KubernetesFault.broken(),
        new KubernetesFault.DoneAnd(504),
        new KubernetesFault.Garbled(false),
        new KubernetesFault.Garbled(true));
  }

  @ParameterizedTest
  @MethodSource("faultsOfCreate")
  void whateverHappensToACreateThereIsOneMachineWithItsSecrets(KubernetesFault fault) {
    cluster.fail(KubernetesAction.CREATE, fault);
    cluster.fail(KubernetesAction.SECRET, fault);
    MachineSpec spec = spec();
    Machine machine = up(spec);
    assertThat(machine.status()).isEqualTo(new MachineStatus.Running(0));
    assertThat(machines.list("plane-1")).isEqualTo(new Sighting(List.of(machine), true));
    assertThat(cluster.secrets()).hasSize(1);
  }

  @Test
  void aMachineWhoseMakerFellBeforeItsSecretsIsCompletedByWhoeverAsksNext() {
    cluster.fail(
        KubernetesAction.SECRET,
        new KubernetesFault.Refused(403, "Forbidden", "secrets is forbidden"));
    MachineSpec spec = spec();
    assertThatThrownBy(() -> machines.create(spec))
        .isInstanceOfSatisfying(
            MachineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT));
    assertThat(machines.create(spec)).isInstanceOf(Creation.Adopted.class);
    assertThat(up(spec).status()).isEqualTo(new MachineStatus.Running(0));
  }

  @Test
  void aListGoesOverPagesAndNoEmptyPageEndsIt() {
    List<MachineId> made =
        Stream.generate(() -> machine(machines.create(spec())).id()).limit(7).toList();
    cluster.fail(KubernetesAction.LIST, new KubernetesFault.EmptyPage());
    assertThat(machines.list("plane-1").machines().stream().map(Machine::id))
        .containsExactlyInAnyOrderElementsOf(made);
    assertThat(cluster.journal()).anyMatch(line -> line.contains("continue=page"));
  }

  @Test
  void aListWhosePagesGotTooOldBeginsAgain() {
    List<MachineId> made =
        Stream.generate(() -> machine(machines.create(spec())).id()).limit(4).toList();
    cluster.fail(KubernetesAction.LIST, new KubernetesFault.EmptyPage(), KubernetesFault.expired());
    assertThat(machines.list("plane-1").machines().stream().map(Machine::id))
        .containsExactlyInAnyOrderElementsOf(made);
  }

  @Test
  void anEmptyListIsAskedForAgain() {
    MachineId id = up(spec()).id();
    cluster.fail(KubernetesAction.LIST, new KubernetesFault.EmptyList());
    assertThat(machines.list("plane-1").machines().stream().map(Machine::id)).containsExactly(id);
  }

  @Test
  void noRoomAndARefusalAreToldApart() {
    cluster.fail(
        KubernetesAction.CREATE,
        new KubernetesFault.Refused(
            403,
            "Forbidden",
            "pods \"dep\" is forbidden: exceeded quota: machines, requested: pods=1"),
        new KubernetesFault.Refused(403, "Forbidden", "pods is forbidden"));
    assertThatThrownBy(() -> machines.create(spec()))
        .isInstanceOfSatisfying(
            MachineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ROOM));
    assertThatThrownBy(() -> machines.create(spec()))
        .isInstanceOfSatisfying(
            MachineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT));
    assertThat(machines.list("plane-1").machines()).isEmpty();
  }

  @Test
  void anImageThatIsNotNamedByDigestIsRefusedBeforeAnythingIsMade() {
    assertThatThrownBy(() -> machines.create(spec().withRelease("registry.test/runner:1.0")))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("no image by digest");
    assertThatThrownBy(() ->
            machines.create(
                spec()
                    .withRestart(
                        new RestartPolicy(
                            10, Duration.ofMinutes(5), new TreeSet<>(List.of(0, 9))))))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("only 0, 3 and 4 can be final");
    assertThat(cluster.journal()).isEmpty();
  }

  @Test
  void anUpgradeChangesTheImageOfThatPodAndNothingElse() {
    Machine machine = up(spec().with("MARK", "kept"));
    Pod before = pod(machine.id());
    cluster.fail(
        KubernetesAction.UPDATE, KubernetesFault.conflict(), new KubernetesFault.DoneAnd(500));
    machines.upgrade(machine.id(), NEW, SECRETS, GRACE);
    Pod after = pod(machine.id());
    assertThat(after.getMetadata().getUid()).isEqualTo(before.getMetadata().getUid());
    after.getSpec().getContainers().getFirst().setImage(OLD);
    assertThat(after.getSpec()).isEqualTo(before.getSpec());
    assertThat(machines.find(machine.id()).orElseThrow().status())
        .isEqualTo(new MachineStatus.Running(0));
    assertThat(cluster.starts(machine.id())).hasSize(2);
  }

  @Test
  void anUpgradeWhoseImageDoesNotComeIsTakenBack() {
    Machine machine = up(spec());
    cluster.breaks(NEW);
    assertThatThrownBy(() -> machines.upgrade(machine.id(), NEW, SECRETS, GRACE))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("ImagePullBackOff; it has its old release again");
    Machine now = machines.settle(machine.id(), SOON).orElseThrow();
    assertThat(now.release()).isEqualTo(OLD);
    assertThat(now.status()).isInstanceOf(MachineStatus.Running.class);
  }

  @Test
  void aRefusalByTheProgramIsReadBehindTheEntryPoint() {
    Machine machine = up(spec().with("BEHAVE", "exit 4"));
    machines.settle(machine.id(), SOON);
    assertThat(settled(machine.id())).isEqualTo(new MachineStatus.Stopped(new Exit.Code(4)));
  }

  private MachineStatus settled(MachineId id) {
    KubernetesCalls calls = new KubernetesCalls(Duration.ofMillis(4));
    calls.await(SOON, () -> !machines.find(id).orElseThrow().status().mayAct());
    return machines.find(id).orElseThrow().status();
  }

  @Test
  void theSecretsOfAMachineGoWithItAndEachStartHasItsOwn() {
    Machine machine = up(spec());
    List<String> first = cluster.secrets();
    machines.stop(machine.id(), StopSignal.TERM, GRACE);
    assertThat(settled(machine.id())).isEqualTo(new MachineStatus.Stopped(new Exit.Code(0)));
    machines.start(machine.id(), SECRETS);
    machines.settle(machine.id(), SOON);
    assertThat(cluster.secrets()).hasSize(1).doesNotContainAnyElementsOf(first);
    machines.destroy(machine.id());
    assertThat(cluster.secrets()).isEmpty();
  }

  @Test
  void aPodShowsNoSecretAndMayDoLittle() {
    Machine machine = up(spec().with("COST", "$(HOME) $$"));
    Pod pod = pod(machine.id());
    var container = pod.getSpec().getContainers().getFirst();
    assertThat(container.getEnv().stream().map(it -> it.getName() + "=" + it.getValue()))
        .containsExactlyInAnyOrder("COST=$$(HOME) $$$$", "DEPLOYMENT_ID=" + machine.deployment());
    assertThat(cluster.starts(machine.id()).getLast()).containsEntry("COST", "$(HOME) $$");
    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isEqualTo(45);
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getResources().getLimits())
        .isEqualTo(container.getResources().getRequests())
        .containsKeys("cpu", "memory");
  }

  @Test
  void itIsFoundByItsName() {
    assertThatThrownBy(() -> MachineProviders.open("nomad", Path.of("lib"), Map.of()))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("no machines called 'nomad'");
    assertThatThrownBy(() ->
            MachineProviders.open(
                "kubernetes",
                Path.of("lib"),
                Map.of(KubernetesMachinesFactory.NAMESPACE, "Not One")))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("no name of a namespace");
  }
}
