/**
 * Recorded markets, played for a venue. Start at {@link dev.orrery.exchange.feed.Player}. The
 * market may run faster than the world: how far it is in its recording is the market's clock, and
 * when a row reaches the venue is the protocol's.
 */
@NullMarked
package dev.orrery.exchange.feed;

import org.jspecify.annotations.NullMarked;
