package dev.orrery.trigger.event;

/** Takes the events of a topic for one strategy. */
public interface EventSubscriber {
  /** Whether a durable event was dealt with before, by the journal. */
  boolean settled(Event event);

  /**
   * Takes an event. On the thread that drives a simulated or paced timeline; on the wall on the
   * router's, and returns at once.
   *
   * @param originId the same when the same event comes again
   * @param payload may be empty
   */
  void onEvent(String originId, String payload);
}
