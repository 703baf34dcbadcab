package dev.orrery.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.api.Firing;
import dev.orrery.api.Trigger;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A firing made by hand. Immutable.
 *
 * @param id 32 hex digits, a function of the other components
 * @param trigger the rule that fired
 * @param at the scheduled instant
 * @param payload what was sent along
 */
public record TestFiring(String id, Trigger trigger, Instant at, Optional<String> payload)
    implements Firing {
  /**
   * A firing with the id that follows from the rest.
   *
   * @throws IllegalArgumentException when the payload is over {@link Trigger#MAX_PAYLOAD_BYTES}
   */
  static TestFiring of(Trigger trigger, Instant at, @Nullable String payload) {
    if (payload != null && payload.getBytes(UTF_8).length > Trigger.MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "payload is over " + Trigger.MAX_PAYLOAD_BYTES + " bytes of UTF-8");
    }
    String seed = trigger + "|" + at + "|" + payload;
    String id = UUID.nameUUIDFromBytes(seed.getBytes(UTF_8)).toString().replace("-", "");
    return new TestFiring(id, trigger, at, Optional.ofNullable(payload));
  }
}
