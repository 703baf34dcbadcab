package dev.orrery.control.machine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.child.ChildProcesses;
import dev.orrery.control.machine.child.ChildSettings;
import dev.orrery.control.machine.reconcile.WantedMachine.Need;
import dev.orrery.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds over real processes, with rows in memory. */
class ReconcilerTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final UUID DEPLOYMENT = new UUID(7, 7);

  @TempDir Path root;
  private final Rows rows = new Rows();
  private ChildProcesses provider;
  private Reconciler reconciler;

  /** Rows as a table would keep them. */
  private static final class Rows implements MachineRows {
    final Map<UUID, MachineSpec> specs = new TreeMap<>();
    final Map<UUID, Need> needs = new TreeMap<>();
    final Map<UUID, MachineId> placed = new TreeMap<>();
    @Nullable String error;

    void wish(MachineSpec spec) {
      specs.put(spec.deployment(), spec);
      needs.put(spec.deployment(), Need.UP);
      placed.remove(spec.deployment());
    }

    @Override
    public List<WantedMachine> wanted() {
      return specs.values().stream()
          .map(spec ->
              new WantedMachine(
                  spec.deployment(),
                  spec.launch(),
                  Objects.requireNonNull(needs.get(spec.deployment())),
                  spec.release(),
                  placed.get(spec.deployment()),
                  Duration.ZERO,
                  true))
          .toList();
    }

    @Override
    public Optional<MachineSpec> spec(UUID deployment) {
      return Optional.ofNullable(specs.get(deployment));
    }

    @Override
    public void placed(UUID deployment, Machine machine) {
      placed.put(deployment, machine.id());
    }

    @Override
    public void failed(UUID deployment, UUID launch, String errorText) {
      needs.put(deployment, Need.LEFT);
      error = errorText;
    }

    @Override
    public void ended(UUID deployment, UUID launch) {
      needs.put(deployment, Need.GONE);
    }
  }

  @BeforeEach
  void open() {
    provider =
        ChildProcesses.open(
            ChildSettings.at(root).withRestartPause(Duration.ofMillis(10)),
            (script, _) -> {
              if (script.isEmpty()) {
                throw MachineException.permanent("no such release");
              }
              return List.of("/bin/sh", "-c", script);
            });
    reconciler = new Reconciler("plane-1", provider, rows, ReconcileLimits.DEFAULT);
  }

  @AfterEach
  void close() {
    for (Machine machine : provider.list("plane-1").machines()) {
      provider.destroy(machine.id());
    }
    provider.close();
  }

  private static MachineSpec spec(String script) {
    return MachineSpec.of(DEPLOYMENT, UUID.randomUUID(), "plane-1", script);
  }

  private List<MachineStatus> statuses() {
    for (Machine machine : provider.list("plane-1").machines()) {
      provider.settle(machine.id(), SOON);
    }
    return provider.list("plane-1").machines().stream().map(Machine::status).toList();
  }

  @Test
  void aRowGetsItsMachineKeepsItAndLosesItWhenItHasEnded() {
    rows.wish(spec("while :; do sleep 0.02; done"));
    reconciler.round();
    assertThat(statuses()).isEmpty();
    reconciler.round();
    assertThat(statuses()).containsExactly(new MachineStatus.Running(0));
    assertThat(reconciler.round()).isEmpty();
    rows.needs.put(DEPLOYMENT, Need.GONE);
    reconciler.round();
    assertThat(statuses()).isEmpty();
    assertThat(reconciler.round()).isEmpty();
  }

  @Test
  void aMachineThatWasDestroyedBehindItsBackIsMadeAgain() {
    rows.wish(spec("while :; do sleep 0.02; done"));
    reconciler.round();
    reconciler.round();
    MachineId first = Objects.requireNonNull(rows.placed.get(DEPLOYMENT));
    assertThat(statuses()).containsExactly(new MachineStatus.Running(0));
    reconciler.round();
    provider.destroy(first);
    assertThat(reconciler.round()).isEmpty();
    assertThat(reconciler.round()).containsExactly(new Step.Create(DEPLOYMENT, true));
    assertThat(statuses()).containsExactly(new MachineStatus.Running(0));
  }

  @Test
  void theNextLaunchWaitsForTheOneBefore() {
    rows.wish(spec("while :; do sleep 0.02; done"));
    reconciler.round();
    reconciler.round();
    MachineId first = Objects.requireNonNull(rows.placed.get(DEPLOYMENT));
    assertThat(statuses()).containsExactly(new MachineStatus.Running(0));
    rows.wish(spec("while :; do sleep 0.03; done"));
    for (int round = 0; round < 4; round++) {
      reconciler.round();
      assertThat(provider.list("plane-1").machines()).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(statuses()).containsExactly(new MachineStatus.Running(0));
    assertThat(rows.placed.get(DEPLOYMENT)).isNotEqualTo(first);
  }

  @Test
  void aRunnerThatCanTellNobodyIsQuotedInItsRow() {
    rows.wish(spec("echo 'live-runner: DEPLOYMENT_ID is not set'; exit 3"));
    reconciler.round();
    reconciler.round();
    assertThat(statuses()).hasSize(1);
    Await.until(() -> {
      reconciler.round();
      return rows.error != null;
    });
    assertThat(rows.error)
        .isEqualTo("exit code 3; last line: live-runner: DEPLOYMENT_ID is not set");
    assertThat(provider.list("plane-1").machines()).hasSize(1);
  }

  @Test
  void aWishThatCannotBeFailsItsRow() {
    rows.wish(spec(""));
    reconciler.round();
    reconciler.round();
    assertThat(rows.error).isEqualTo("no such release");
  }
}
