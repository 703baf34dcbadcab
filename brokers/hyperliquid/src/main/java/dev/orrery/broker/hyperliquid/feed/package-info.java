/**
 * The market for everyone who has a way to the venue, with or without an account: {@link
 * dev.orrery.broker.hyperliquid.feed.HyperliquidMarket}.
 */
@NullMarked
package dev.orrery.broker.hyperliquid.feed;

import org.jspecify.annotations.NullMarked;
