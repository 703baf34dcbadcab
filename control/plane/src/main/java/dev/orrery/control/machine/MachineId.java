package dev.orrery.control.machine;

/** How a provider calls a machine. Stable over restarts and upgrades, never used twice. */
public record MachineId(String text) {
  @Override
  public String toString() {
    return text;
  }
}
