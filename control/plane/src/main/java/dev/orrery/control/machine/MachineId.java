package dev.orrery.control.machine;

/**
 * How a provider calls a machine. Stable over restarts and upgrades, another one for each launch.
 */
public record MachineId(String text) {
  @Override
  public String toString() {
    return text;
  }
}
