package dev.orrery.hyperliquid.wire.info;

/**
 * A fill of a time-weighted order.
 *
 * @param fill the fill
 * @param twapId the venue's number of the order
 */
public record TwapSliceFill(Fill fill, long twapId) {}
