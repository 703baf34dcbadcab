package dev.orrery.trigger.manual;

/** A strategy that can be fired by hand. */
public interface ManualTarget {
  /** The id its firing for a request has; a pure function. */
  String firingId(ManualRequest request);

  /**
   * Fires. On the asker's thread.
   *
   * @throws dev.orrery.kernel.ProblemException when the payload is too long
   */
  void fire(ManualRequest request);
}
