package dev.orrery.control.machine;

/**
 * What a machine may use. How strictly it is held is the provider's to say.
 *
 * @param cpus at least one
 * @param memoryMb megabytes, at least 64
 */
public record MachineSize(int cpus, int memoryMb) {
  /** One processor and 512 MB: enough for one strategy. */
  public static final MachineSize SMALL = new MachineSize(1, 512);

  /** Checks. */
  public MachineSize {
    if (cpus < 1 || memoryMb < 64) {
      throw new IllegalArgumentException(
          "a machine needs a processor and 64 MB, not " + cpus + " and " + memoryMb);
    }
  }
}
