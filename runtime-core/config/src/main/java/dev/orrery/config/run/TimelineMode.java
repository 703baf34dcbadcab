package dev.orrery.config.run;

/** The time of a replayed market. */
public enum TimelineMode {
  /** Compressed: the file's own time, run faster. */
  PACED,
  /** The rows are moved to now, lap after lap. */
  WALL
}
