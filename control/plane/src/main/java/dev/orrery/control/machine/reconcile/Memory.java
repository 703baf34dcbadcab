package dev.orrery.control.machine.reconcile;

import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a reconciler remembers from round to round. Confined to its thread. */
final class Memory {
  private final String controlPlane;
  private final MachineProvider provider;
  private final Map<MachineId, Passing> passing = new HashMap<>();
  private final Map<MachineId, Integer> starts = new HashMap<>();
  private List<Machine> before = List.of();
  private boolean first = true;

  private record Passing(MachineStatus status, long since) {}

  Memory(String controlPlane, MachineProvider provider) {
    this.controlPlane = controlPlane;
    this.provider = provider;
  }

  /** Looks once more: at the list, and one by one at what rows know and the list does not have. */
  Seen look(List<WantedMachine> wanted, long nowNanos) {
    List<Machine> machines = new ArrayList<>(provider.list(controlPlane).machines());
    Set<MachineId> listed = machines.stream().map(Machine::id).collect(Collectors.toSet());
    Set<MachineId> gone = new HashSet<>();
    for (WantedMachine row : wanted) {
      MachineId known = row.machine();
      if (known == null || listed.contains(known)) {
        continue;
      }
      Optional<Machine> found = provider.find(known);
      if (found.isEmpty() || found.get().status() instanceof MachineStatus.Destroyed) {
        gone.add(known);
      } else {
        machines.add(found.get());
      }
    }
    Map<MachineId, Duration> passingFor = passing(machines, nowNanos);
    Seen seen = new Seen(machines, gone, before, first, passingFor, starts);
    before = List.copyOf(machines);
    first = false;
    return seen;
  }

  void started(MachineId id) {
    starts.merge(id, 1, Integer::sum);
  }

  private Map<MachineId, Duration> passing(List<Machine> machines, long nowNanos) {
    Map<MachineId, Duration> durations = new HashMap<>();
    Set<MachineId> present = new HashSet<>();
    for (Machine machine : machines) {
      present.add(machine.id());
      Passing since = passing.get(machine.id());
      if (since == null || !since.status().equals(machine.status())) {
        passing.put(machine.id(), new Passing(machine.status(), nowNanos));
      } else {
        Duration same = Duration.ofNanos(nowNanos - since.since());
        if (machine.status().passing()) {
          durations.put(machine.id(), same);
        } else if (machine.status() instanceof MachineStatus.Running
            && same.compareTo(Duration.ofMinutes(5)) > 0) {
          // It has stood for long enough: what it did before no longer counts.
          starts.remove(machine.id());
        }
      }
    }
    passing.keySet().retainAll(present);
    starts.keySet().retainAll(present);
    return durations;
  }
}
