package dev.orrery.market.jump;

/**
 * A sudden move.
 *
 * @param symbol what moved
 * @param movePct percent from the price it moved away from, negative when it fell
 * @param price where it is now
 * @param time timeline instant, epoch milliseconds
 */
public record PriceJump(String symbol, double movePct, double price, long time) {}
