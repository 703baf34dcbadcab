package dev.orrery.runtime.plugin;

import dev.orrery.runtime.bytecode.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much a plugin may ask of the runtime while it is loaded.
 *
 * @param maxFileBytes largest jar or zip
 * @param maxExpandedBytes largest sum of everything in it, unpacked
 * @param maxEntries most entries in it, those of its libraries included
 * @param callDeadline how long a constructor, a static initialiser or a question such as {@code
 *     name()} may take
 * @param allowedCalls calls that a file may make although they are refused to others, by the file's
 *     name
 */
public record PluginLimits(
    long maxFileBytes,
    long maxExpandedBytes,
    int maxEntries,
    Duration callDeadline,
    Map<String, Set<Refusal>> allowedCalls) {
  /** 64 MB, 256 MB unpacked, 50,000 entries, five seconds. */
  public static final PluginLimits DEFAULT =
      new PluginLimits(64L << 20, 256L << 20, 50_000, Duration.ofSeconds(5));

  /** Without a call that is allowed. */
  public PluginLimits(
      long maxFileBytes, long maxExpandedBytes, int maxEntries, Duration callDeadline) {
    this(maxFileBytes, maxExpandedBytes, maxEntries, callDeadline, Map.of());
  }

  /** Checks, and copies. */
  public PluginLimits {
    allowedCalls =
        allowedCalls.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> Set.copyOf(it.getValue())));
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

  /** The same with these calls allowed, by the name of the file. */
  public PluginLimits allowing(Map<String, Set<Refusal>> calls) {
    return new PluginLimits(maxFileBytes, maxExpandedBytes, maxEntries, callDeadline, calls);
  }

  /** What a file of this name may call. */
  Set<Refusal> allowedTo(String fileName) {
    return allowedCalls.getOrDefault(fileName, Set.of());
  }
}
