package dev.orrery.control.machine.reconcile;

import dev.orrery.control.machine.Exit;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.reconcile.Step.Finding;
import dev.orrery.control.machine.reconcile.Step.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The steps from what is to what shall be. Pure: the same input in any order gives the same steps.
 *
 * <p>Absence is believed slowly. A machine is missing only when two rounds in a row did not see it
 * and, where its id is known, the provider says of that very machine that it is gone. Nor is a
 * machine in the way, or without a row, before two rounds saw it so: rows are read before machines,
 * and its row may be younger. When too many are lost, or have no row, at once, it is whoever told
 * us that is believed to be wrong.
 */
public final class Reconciliation {
  private final ReconcileLimits limits;
  private final Seen seen;
  private final List<Step> steps = new ArrayList<>();

  private Reconciliation(ReconcileLimits limits, Seen seen) {
    this.limits = limits;
    this.seen = seen;
  }

  /** What to do, in order. Machines seen must be of the control plane that asks. */
  public static List<Step> plan(List<WantedMachine> wanted, Seen seen, ReconcileLimits limits) {
    Reconciliation plan = new Reconciliation(limits, seen);
    List<Machine> present =
        seen.machines().stream()
            .filter(machine -> !(machine.status() instanceof MachineStatus.Destroyed))
            .distinct()
            .sorted(Comparator.comparing(machine -> machine.id().text()))
            .toList();
    Set<UUID> rows = new HashSet<>();
    wanted.stream()
        .sorted(Comparator.comparing(WantedMachine::deployment))
        .forEach(row -> {
          rows.add(row.deployment());
          plan.row(
              row,
              present.stream()
                  .filter(machine -> machine.deployment().equals(row.deployment()))
                  .toList());
        });
    present.stream().filter(machine -> !rows.contains(machine.deployment())).forEach(plan::orphan);
    return plan.held(Math.max(rows.size(), present.size()));
  }

  private void row(WantedMachine row, List<Machine> machines) {
    List<Machine> current = new ArrayList<>();
    for (Machine machine : machines) {
      boolean ofRow = machine.launch().equals(row.launch());
      if (ofRow) {
        current.add(machine);
      }
      if (row.need() == WantedMachine.Need.GONE && (ofRow || seenBefore(machine))) {
        steps.add(new Step.Destroy(machine.id(), Why.ENDED));
      } else if (row.need() == WantedMachine.Need.UP && !ofRow && seenBefore(machine)) {
        steps.add(new Step.Destroy(machine.id(), Why.SUPERSEDED));
      }
    }
    switch (row.need()) {
      case UP -> up(row, machines, current);
      case ENDING -> ending(row, machines);
      case GONE, LEFT -> {
        // Nothing more is wanted.
      }
    }
  }

  private void up(WantedMachine row, List<Machine> machines, List<Machine> current) {
    if (machines.isEmpty()) {
      missing(row);
      return;
    }
    if (current.isEmpty()) {
      // The old one goes first.
      return;
    }
    Machine kept =
        current.stream()
            .filter(machine -> machine.id().equals(row.machine()))
            .findFirst()
            .orElse(current.getFirst());
    current.stream()
        .filter(machine -> !machine.id().equals(kept.id()) && seenBefore(machine))
        .forEach(machine -> steps.add(new Step.Destroy(machine.id(), Why.DUPLICATE)));
    if (!kept.id().equals(row.machine())) {
      steps.add(new Step.Note(row.deployment(), kept.id()));
    }
    if (!kept.release().isEmpty() && !kept.release().equals(row.release())) {
      report(kept, Finding.DRIFT, "runs " + kept.release() + ", its row says " + row.release());
    }
    state(row, kept);
  }

  private void state(WantedMachine row, Machine machine) {
    switch (machine.status()) {
      case MachineStatus.Running _ -> late(row, machine);
      case MachineStatus.Starting _, MachineStatus.Stopping _ -> {
        late(row, machine);
        stuck(machine);
      }
      case MachineStatus.Stopped(Exit exit) -> stopped(row, machine, exit);
      case MachineStatus.Failed(String cause) -> fail(row, machine, cause);
      case MachineStatus.Unknown(String said) ->
          report(machine, Finding.UNKNOWN, "its provider says: " + said);
      case MachineStatus.Destroyed _ -> {
        // Was left out above.
      }
    }
  }

  /**
   * A runner that ended without fault, or with its host, goes on: ending is not stopping. One that
   * gave a reason does not.
   */
  private void stopped(WantedMachine row, Machine machine, Exit exit) {
    boolean blameless =
        switch (exit) {
          case Exit.Code(int code) -> code == 0;
          case Exit.Signalled _, Exit.OutOfMemory _, Exit.Unseen _ -> true;
        };
    if (!blameless) {
      fail(row, machine, exit.words());
    } else if (seen.starts().getOrDefault(machine.id(), 0) >= limits.starts()) {
      fail(row, machine, "stops each time it is started, at last: " + exit.words());
    } else {
      steps.add(new Step.Start(row.deployment(), machine.id()));
    }
  }

  private void ending(WantedMachine row, List<Machine> machines) {
    boolean over = true;
    for (Machine machine : machines) {
      if (machine.status().mayAct()) {
        over = false;
        stuck(machine);
      } else {
        steps.add(new Step.Destroy(machine.id(), Why.ENDED));
      }
    }
    if (over && (!machines.isEmpty() || absent(row))) {
      steps.add(new Step.Ended(row.deployment(), row.launch()));
    }
  }

  private void missing(WantedMachine row) {
    if (absent(row)) {
      steps.add(new Step.Create(row.deployment(), row.machine() != null));
    }
  }

  private boolean absent(WantedMachine row) {
    boolean twice =
        !seen.first()
            && seen.before().stream()
                .noneMatch(machine -> machine.deployment().equals(row.deployment()));
    MachineId known = row.machine();
    return twice && (known == null || seen.gone().contains(known));
  }

  private boolean seenBefore(Machine machine) {
    return seen.before().stream().anyMatch(it -> it.id().equals(machine.id()));
  }

  private void late(WantedMachine row, Machine machine) {
    if (!row.reported() && row.age().compareTo(limits.provisioning()) > 0) {
      fail(
          row,
          machine,
          "its runner did not come up in " + limits.provisioning().toSeconds() + " s");
    }
  }

  private void stuck(Machine machine) {
    Duration passing = seen.passingFor().getOrDefault(machine.id(), Duration.ZERO);
    if (passing.compareTo(limits.stuck()) > 0) {
      report(machine, Finding.STUCK, machine.status() + " for " + passing.toSeconds() + " s");
    }
  }

  private void orphan(Machine machine) {
    if (limits.destroyOrphans() && seenBefore(machine)) {
      steps.add(new Step.Destroy(machine.id(), Why.ORPHAN));
    } else {
      report(machine, Finding.ORPHAN, "deployment " + machine.deployment() + " has no row");
    }
  }

  private void fail(WantedMachine row, Machine machine, String cause) {
    steps.add(new Step.Fail(row.deployment(), row.launch(), machine.id(), cause));
  }

  private void report(Machine machine, Finding finding, String text) {
    steps.add(new Step.Report(machine.id(), finding, text));
  }

  /** Leaves out what is too much at once to be true. */
  private List<Step> held(int all) {
    List<Step> doubtful = steps.stream().filter(Reconciliation::doubtful).toList();
    if (doubtful.size() <= Math.max(limits.few(), Math.floor(all * limits.share()))) {
      return List.copyOf(steps);
    }
    List<Step> left = new ArrayList<>(steps);
    left.removeAll(doubtful);
    left.add(
        new Step.Report(
            null,
            Finding.HELD,
            doubtful.size() + " of " + all + " machines are lost or have no row: nothing is done"));
    return List.copyOf(left);
  }

  private static boolean doubtful(Step step) {
    return switch (step) {
      case Step.Create(_, boolean again) -> again;
      case Step.Destroy(_, Why why) -> why == Why.ORPHAN || why == Why.DUPLICATE;
      case Step.Note _, Step.Start _, Step.Fail _, Step.Ended _, Step.Report _ -> false;
    };
  }
}
