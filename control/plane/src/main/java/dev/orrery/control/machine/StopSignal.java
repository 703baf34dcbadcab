package dev.orrery.control.machine;

/** How a program is asked to end. */
public enum StopSignal {
  /** Drain, then end. */
  TERM,
  /** As Ctrl-C. */
  INT,
  /** At once, without a word. */
  KILL
}
