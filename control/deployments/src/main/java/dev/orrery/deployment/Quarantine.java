package dev.orrery.deployment;

import java.time.Instant;

/**
 * A strategy hung or filled the heap, and is not asked again until a person releases it.
 *
 * @param reason what it did
 * @param since when, by the clock of whoever hosts it
 */
public record Quarantine(String reason, Instant since) {}
