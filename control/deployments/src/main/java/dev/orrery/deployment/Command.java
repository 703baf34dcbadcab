package dev.orrery.deployment;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code agent_commands}.
 *
 * @param seq order within a deployment
 * @param payload what was sent with it; {@code reason} where there is one
 * @param actor who sent it, as {@link Actor#text}
 * @param expiresAt when it is not carried out any more; null for never
 * @param attempt how often it was begun
 * @param ackedAt when it was taken to be done, or given up; null while it waits
 * @param result what came of it; null while nothing did
 * @param error why it was refused or failed; null when it was not
 */
public record Command(
    UUID id,
    long seq,
    UUID deploymentId,
    CommandKind kind,
    Map<String, @Nullable Object> payload,
    String actor,
    Instant createdAt,
    @Nullable Instant expiresAt,
    int attempt,
    @Nullable Instant ackedAt,
    @Nullable Map<String, @Nullable Object> result,
    @Nullable String error) {
  /** The reason given, else who sent it. */
  public String reason() {
    Object reason = payload.get("reason");
    return reason == null ? kind.verb() + " by " + actor : reason.toString();
  }

  /** The code of a guard; null when a person sent it. */
  public @Nullable String code() {
    Object code = payload.get("code");
    return code == null ? null : code.toString();
  }
}
