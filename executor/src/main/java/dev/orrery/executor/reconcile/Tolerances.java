package dev.orrery.executor.reconcile;

import java.time.Duration;

/**
 * How far book and venue may be apart without being different.
 *
 * @param settleTime age from which a fill cannot be in flight any more; timeline
 * @param clockSkew most that the venue's clock and ours differ
 * @param balance difference of balance, in hundredths of a dollar, that is no drift
 */
public record Tolerances(Duration settleTime, Duration clockSkew, int balance) {}
