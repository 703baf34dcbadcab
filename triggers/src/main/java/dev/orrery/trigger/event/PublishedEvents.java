package dev.orrery.trigger.event;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest events of this process by their origin: one that comes again is the same event, so it
 * must say the same. Thread-safe.
 */
final class PublishedEvents {
  private static final int REMEMBERED = 10_000;

  private final Map<Origin, Sha256> payloads = new LinkedHashMap<>();

  private record Origin(String topic, String id) {}

  /**
   * Remembers one.
   *
   * @throws ProblemException when it came with another payload before
   */
  synchronized void check(String topic, String payload, String originId) {
    Sha256 digest = Sha256.of(payload);
    Sha256 before = payloads.putIfAbsent(new Origin(topic, originId), digest);
    if (before != null && !before.equals(digest)) {
      throw new ProblemException(
          Problem.refused(
              "event " + originId + " on " + topic,
              "was published before with another payload",
              "give what is another event another origin id"));
    }
    if (payloads.size() > REMEMBERED) {
      payloads.remove(payloads.keySet().iterator().next());
    }
  }
}
