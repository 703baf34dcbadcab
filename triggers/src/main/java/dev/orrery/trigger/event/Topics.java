package dev.orrery.trigger.event;

import dev.orrery.api.Trigger;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.nio.charset.StandardCharsets;

/** What an event may look like; one rule for every inbox. */
public final class Topics {
  private Topics() {}

  /**
   * Checks a topic to subscribe or emit to.
   *
   * @throws ProblemException when it is malformed or the name of the hint channel
   */
  public static void check(String topic) {
    if (topic.equals(EventInbox.CHANNEL)) {
      throw new ProblemException(
          Problem.configuration(
              "event topic '" + topic + "'", "is reserved", "choose another name"));
    }
    try {
      Trigger.event(topic);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.configuration(
              "event topic '" + topic + "'",
              "must be 1 to 63 letters, digits or _ . : -",
              "choose a name like btc-jump"),
          e);
    }
  }

  /**
   * Checks an event to emit.
   *
   * @throws ProblemException when its topic is malformed or its payload too long
   */
  public static void check(String topic, String payload) {
    check(topic);
    int bytes = payload.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Trigger.MAX_PAYLOAD_BYTES) {
      throw new ProblemException(
          Problem.refused(
              "payload of an event on " + topic,
              "has " + bytes + " bytes, the limit is " + Trigger.MAX_PAYLOAD_BYTES,
              "send a reference instead of the data"));
    }
  }
}
