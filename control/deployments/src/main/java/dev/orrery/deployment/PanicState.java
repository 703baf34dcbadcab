package dev.orrery.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the latch for everything stands.
 *
 * @param reason why it was last changed; null when it never was
 * @param actor who changed it last; null when it never was
 */
public record PanicState(
    boolean engaged, @Nullable String reason, @Nullable String actor, Instant updatedAt) {}
