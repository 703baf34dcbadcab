package dev.orrery.control.machine;

import java.util.List;

/**
 * What a provider saw when asked for all machines.
 *
 * @param complete whether it vouches that there are no others. Where it does not, a machine that is
 *     missing here may well be there.
 */
public record Sighting(List<Machine> machines, boolean complete) {
  /** Copies. */
  public Sighting {
    machines = List.copyOf(machines);
  }
}
