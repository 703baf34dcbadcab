package dev.orrery.control.machine.reconcile;

import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was seen in this round, with what is remembered of those before.
 *
 * @param machines those listed, and those that were asked for one by one
 * @param gone ids in rows that the provider, asked for that very machine, says are gone
 * @param before those of the round before. What is missing now but was there then is not missing
 *     yet; what is there now but was not then is not in the way yet, because its row may be younger
 *     than the rows we read
 * @param first whether there was no round before
 * @param passingFor how long machines have been in the same passing state
 * @param starts how often each was started by us lately
 */
public record Seen(
    List<Machine> machines,
    Set<MachineId> gone,
    List<Machine> before,
    boolean first,
    Map<MachineId, Duration> passingFor,
    Map<MachineId, Integer> starts) {
  /** Copies. */
  public Seen {
    machines = List.copyOf(machines);
    gone = Set.copyOf(gone);
    before = List.copyOf(before);
    passingFor = Map.copyOf(passingFor);
    starts = Map.copyOf(starts);
  }
}
