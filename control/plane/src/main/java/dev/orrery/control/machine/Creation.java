package dev.orrery.control.machine;

/** What became of the wish for a machine. */
public sealed interface Creation {
  /** It is new. */
  record Made(Machine machine) implements Creation {}

  /** It was there already, of the same launch: an answer had got lost, or somebody was faster. */
  record Adopted(Machine machine) implements Creation {}

  /**
   * Another launch of the same deployment has a machine. Nothing was made: that one must go first.
   */
  record Occupied(Machine other) implements Creation {}
}
