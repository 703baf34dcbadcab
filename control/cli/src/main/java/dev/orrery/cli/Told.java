package dev.orrery.cli;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of a command to a strategy.
 *
 * @param object for programs
 * @param error why it was refused or failed; null when it was not
 * @param acked whether it was obeyed, or given up
 * @param facts what came of it, for {@code JsonText}; null while nothing did
 * @param expiresAt until when it waits; null for ever
 */
record Told(
    String strategy,
    Map<String, @Nullable Object> object,
    @Nullable String error,
    boolean acked,
    @Nullable Object facts,
    @Nullable Instant expiresAt) {}
