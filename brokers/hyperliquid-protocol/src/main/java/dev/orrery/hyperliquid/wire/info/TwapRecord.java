package dev.orrery.hyperliquid.wire.info;

import org.jspecify.annotations.Nullable;

/**
 * A time-weighted order and its status.
 *
 * @param time epoch seconds
 * @param state the order
 * @param status what became of it
 * @param twapId the venue's number of it
 */
public record TwapRecord(long time, TwapState state, TwapStatus status, @Nullable Long twapId) {}
