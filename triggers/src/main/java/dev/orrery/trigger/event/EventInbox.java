package dev.orrery.trigger.event;

import java.util.List;
import java.util.Set;

/**
 * Durable events. Whoever decides on one appends the fact (event, strategy) to the journal together
 * with the decision; an event stays readable until its retention ends, because others may still
 * have to decide on it. Thread-safe.
 */
public interface EventInbox {
  /** The channel that hints at new rows; the hint's payload is of no meaning. */
  String CHANNEL = "orrery_events";

  /**
   * Events of some topics with an id greater than {@code afterId}, by id, at most {@code limit}.
   *
   * <p>Ids are in the order of visibility: once an event has been returned, none with a smaller id
   * appears later. (A store whose ids are drawn before the commit must hold back rows that a
   * transaction in flight could still precede.)
   *
   * @throws RuntimeException when the inbox cannot be reached; it is asked again
   */
  List<Event> pending(Set<String> topics, long afterId, int limit);

  /**
   * Adds an event and hints at it.
   *
   * @return its id
   * @throws dev.orrery.kernel.ProblemException when the topic is malformed or the payload too long
   */
  long emit(String topic, String payload);
}
