package dev.orrery.control.machine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.control.machine.Exit;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.reconcile.Step.Why;
import dev.orrery.control.machine.reconcile.WantedMachine.Need;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole histories: rows that change, machines that die, lists that are empty or old, and a
 * reconciler in the middle. The world keeps the provider's promise: one machine a deployment.
 */
class ReconciliationPropertyTest {
  private static final long SEED = Long.getLong("orrery.seed", 20261127);
  private static final int ROWS = 12;
  private static final int ROUNDS = 60;

  private final Map<UUID, WantedMachine> rows = new TreeMap<>();
  private final Map<UUID, Machine> world = new TreeMap<>();
  private List<Machine> before = List.of();
  private boolean first = true;
  private int ids;

  static List<Long> seeds() {
    return new Random(SEED).longs(200).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsItsPromisesInAnyHistory(long seed) {
    Random random = new Random(seed);
    for (int n = 0; n < ROWS; n++) {
      UUID deployment = new UUID(0, n);
      rows.put(deployment, row(deployment, random, Need.UP, null));
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int change = random.nextInt(3); change > 0; change--) {
        live(random);
      }
      round(random, random.nextInt(4));
    }
    // Then nothing happens and nobody lies: what shall be, is. A start may fail a row; four rounds
    // are enough for a machine to go and its successor to be missed twice.
    for (int round = 0; round < 6; round++) {
      round(random, 3);
    }
    for (WantedMachine row : rows.values()) {
      @Nullable Machine machine = world.get(row.deployment());
      switch (row.need()) {
        case UP ->
            assertThat(machine)
                .isNotNull()
                .satisfies(it -> assertThat(it.status()).isEqualTo(new MachineStatus.Running(0)))
                .satisfies(it -> assertThat(it.id()).isEqualTo(row.machine()))
                .satisfies(it -> assertThat(it.launch()).isEqualTo(row.launch()));
        case GONE -> assertThat(machine).isNull();
        case ENDING -> assertThat(machine == null || machine.status().mayAct()).isTrue();
        case LEFT -> {
          // For a person.
        }
      }
    }
  }

  private WantedMachine row(
      UUID deployment, Random random, Need need, @Nullable MachineId machine) {
    UUID launch = new UUID(random.nextLong(), random.nextLong());
    return new WantedMachine(deployment, launch, need, "r1", machine, Duration.ZERO, true);
  }

  private WantedMachine row(UUID deployment) {
    return Objects.requireNonNull(rows.get(deployment));
  }

  private static WantedMachine with(WantedMachine row, Need need, @Nullable MachineId machine) {
    return new WantedMachine(
        row.deployment(), row.launch(), need, row.release(), machine, row.age(), row.reported());
  }

  /** Something happens. */
  private void live(Random random) {
    UUID deployment = new UUID(0, random.nextInt(ROWS));
    WantedMachine row = row(deployment);
    @Nullable Machine machine = world.get(deployment);
    switch (random.nextInt(6)) {
      case 0 -> rows.put(deployment, row(deployment, random, Need.UP, null));
      case 1 -> rows.put(deployment, with(row, Need.GONE, row.machine()));
      case 2 -> rows.put(deployment, with(row, Need.ENDING, row.machine()));
      case 3 -> rows.put(deployment, with(row, Need.LEFT, row.machine()));
      case 4 -> {
        if (machine != null) {
          Exit exit = random.nextBoolean() ? new Exit.Code(random.nextInt(5)) : new Exit.Unseen();
          world.put(deployment, as(machine, new MachineStatus.Stopped(exit)));
        }
      }
      default -> world.remove(deployment);
    }
  }

  private static Machine as(Machine machine, MachineStatus status) {
    return new Machine(
        machine.id(), machine.deployment(), machine.launch(), "plane-1", "r1", "1", status);
  }

  private void round(Random random, int mood) {
    List<Machine> list =
        switch (mood) {
          case 0 -> List.of();
          case 1 -> before;
          default -> List.copyOf(world.values());
        };
    // What was true when rows were read may have changed when machines are.
    List<WantedMachine> read = new ArrayList<>(rows.values());
    Set<MachineId> live = world.values().stream().map(Machine::id).collect(Collectors.toSet());
    Set<MachineId> listed = list.stream().map(Machine::id).collect(Collectors.toSet());
    Set<MachineId> gone = new HashSet<>();
    List<Machine> machines = new ArrayList<>(list);
    for (WantedMachine row : read) {
      if (row.machine() != null && !listed.contains(row.machine())) {
        world.values().stream()
            .filter(machine -> machine.id().equals(row.machine()))
            .forEach(machines::add);
        if (!live.contains(row.machine())) {
          gone.add(row.machine());
        }
      }
    }
    Seen seen = new Seen(machines, gone, before, first, Map.of(), Map.of());
    List<Step> steps = Reconciliation.plan(read, seen, ReconcileLimits.DEFAULT);
    promises(read, seen, steps, random);
    before = machines;
    first = false;
    steps.forEach(this::take);
  }

  private void promises(List<WantedMachine> read, Seen seen, List<Step> steps, Random random) {
    // The order of what was read does not matter.
    List<WantedMachine> shuffledRows = new ArrayList<>(read);
    List<Machine> shuffled = new ArrayList<>(seen.machines());
    Collections.shuffle(shuffledRows, random);
    Collections.shuffle(shuffled, random);
    assertThat(
            Reconciliation.plan(
                shuffledRows,
                new Seen(shuffled, seen.gone(), seen.before(), seen.first(), Map.of(), Map.of()),
                ReconcileLimits.DEFAULT))
        .isEqualTo(steps);
    Set<UUID> creations = new HashSet<>();
    int again = 0;
    for (Step step : steps) {
      switch (step) {
        case Step.Create(UUID deployment, boolean once) -> {
          assertThat(creations.add(deployment)).isTrue();
          again += once ? 1 : 0;
          // Never on one empty list, never beside a machine that anybody has seen.
          assertThat(seen.first()).isFalse();
          assertThat(List.of(seen.machines(), seen.before()))
              .allSatisfy(list ->
                  assertThat(list).noneMatch(machine -> machine.deployment().equals(deployment)));
        }
        case Step.Destroy(MachineId id, Why why) -> {
          // Never one that its row wants.
          assertThat(why).isIn(Why.ENDED, Why.SUPERSEDED);
          assertThat(read)
              .noneMatch(row ->
                  row.need() == Need.UP
                      && seen.machines().stream()
                          .anyMatch(it -> it.id().equals(id) && it.launch().equals(row.launch())));
        }
        case Step.Note _, Step.Start _, Step.Fail _, Step.Ended _, Step.Report _ -> {
          // They change rows, or start what stopped.
        }
      }
    }
    assertThat(again).isLessThanOrEqualTo(2);
  }

  /** Does a step as the provider would. */
  private void take(Step step) {
    switch (step) {
      case Step.Create(UUID deployment, _) -> {
        WantedMachine row = row(deployment);
        // It adopts what is there, and refuses beside another launch.
        Machine machine =
            world.computeIfAbsent(
                deployment,
                _ ->
                    new Machine(
                        new MachineId("m" + ++ids),
                        deployment,
                        row.launch(),
                        "plane-1",
                        "r1",
                        "1",
                        new MachineStatus.Running(0)));
        if (machine.launch().equals(row.launch())) {
          rows.put(deployment, with(row, row.need(), machine.id()));
        }
      }
      case Step.Note(UUID deployment, MachineId id) ->
          rows.put(deployment, with(row(deployment), row(deployment).need(), id));
      case Step.Start(_, MachineId id) ->
          world.replaceAll(
              (_, it) -> it.id().equals(id) ? as(it, new MachineStatus.Running(0)) : it);
      case Step.Fail(UUID deployment, _, _, _) ->
          rows.put(deployment, with(row(deployment), Need.LEFT, row(deployment).machine()));
      case Step.Ended(UUID deployment, _) ->
          rows.put(deployment, with(row(deployment), Need.GONE, row(deployment).machine()));
      case Step.Destroy(MachineId id, _) ->
          world.values().removeIf(machine -> machine.id().equals(id));
      case Step.Report _ -> {
        // For a person.
      }
    }
  }
}
