package dev.orrery.trigger.event;

/**
 * A durable event.
 *
 * @param id grows in the order events became visible; greater than 0
 * @param topic what it is about
 * @param payload at most 7,999 bytes of UTF-8; may be empty
 * @param createdAt when it was emitted, epoch milliseconds by the clock of the inbox
 */
public record Event(long id, String topic, String payload, long createdAt) {
  /** What makes its firings the same when it is delivered again. */
  public String originId() {
    return "event:" + id;
  }
}
