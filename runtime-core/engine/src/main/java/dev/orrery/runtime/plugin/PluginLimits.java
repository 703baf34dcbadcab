package dev.orrery.runtime.plugin;

import java.time.Duration;

/**
 * How much a plugin may ask of the runtime while it is loaded.
 *
 * @param maxFileBytes largest jar or zip
 * @param maxExpandedBytes largest sum of everything in it, unpacked
 * @param maxEntries most entries in it, those of its libraries included
 * @param callDeadline how long a constructor, a static initialiser or a question such as {@code
 *     name()} may take
 */
public record PluginLimits(
    long maxFileBytes, long maxExpandedBytes, int maxEntries, Duration callDeadline) {
  /** 64 MB, 256 MB unpacked, 50,000 entries, five seconds. */
  public static final PluginLimits DEFAULT =
      new PluginLimits(64L << 20, 256L << 20, 50_000, Duration.ofSeconds(5));

  /** Checks. */
  public PluginLimits {
    if (maxFileBytes < 1
        || maxFileBytes > Integer.MAX_VALUE - 8
        || maxExpandedBytes < 1
        || maxEntries < 1
        || !callDeadline.isPositive()) {
      throw new IllegalArgumentException(
          "plugin limits must be positive and a file below 2 GB: "
              + maxFileBytes
              + ", "
              + maxExpandedBytes
              + ", "
              + maxEntries
              + ", "
              + callDeadline);
    }
  }
}
