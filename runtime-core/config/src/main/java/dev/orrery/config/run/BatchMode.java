package dev.orrery.config.run;

/** What one denied action means for the others of its decision. */
public enum BatchMode {
  /** None is sent. */
  ALL,
  /** The others are sent. */
  EACH
}
