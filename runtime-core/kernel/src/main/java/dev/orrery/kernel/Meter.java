package dev.orrery.kernel;

import java.util.List;

/**
 * One thing that is measured: declared once, listed on the generated metrics page.
 *
 * @param name lower case with dots: {@code strategy.tick.duration}
 * @param kind how it is measured
 * @param help one sentence
 * @param tags tag keys; their values come from closed sets, never ids or texts
 */
public record Meter(String name, Kind kind, String help, List<String> tags) {
  /** Copies the tags. */
  public Meter {
    tags = List.copyOf(tags);
  }

  /** Declares one. */
  public static Meter of(String name, Kind kind, String help, String... tags) {
    return new Meter(name, kind, help, List.of(tags));
  }

  /** How it is measured. */
  public enum Kind {
    /** Grows only. */
    COUNTER,
    /** A duration, kept as a histogram in seconds. */
    TIMER,
    /** A value read when asked. */
    GAUGE
  }
}
