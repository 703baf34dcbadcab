package dev.orrery.api;

import java.time.Instant;
import java.util.Optional;

/**
 * One occurrence of a trigger. Implemented by the runtime. At most one decision is made for one
 * {@link #id()}, also after a crash.
 */
public interface Firing {
  /** 32 hex digits: a hash of deployment, strategy, trigger and scheduled instant or event id. */
  String id();

  /** The rule that fired. */
  Trigger trigger();

  /** The scheduled instant, on the timeline; for an event or a manual firing when it was taken. */
  Instant at();

  /** What an event or a person sent along, at most {@link Trigger#MAX_PAYLOAD_BYTES}. */
  Optional<String> payload();
}
