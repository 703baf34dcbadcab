package dev.orrery.hyperliquid.wire.info;

/**
 * Money that moved other than by trading and funding.
 *
 * @param time epoch milliseconds
 * @param hash of the transaction
 * @param delta what moved
 */
public record LedgerUpdate(long time, String hash, LedgerDelta delta) {}
