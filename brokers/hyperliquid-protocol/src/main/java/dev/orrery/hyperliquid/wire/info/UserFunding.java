package dev.orrery.hyperliquid.wire.info;

/**
 * Funding a user paid, as it is listed.
 *
 * @param time some milliseconds after the hour
 * @param hash of the transaction
 * @param delta how much
 */
public record UserFunding(long time, String hash, FundingDelta delta) {}
