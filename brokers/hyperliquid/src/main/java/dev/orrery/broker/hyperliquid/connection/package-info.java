/**
 * One WebSocket to the venue: {@link dev.orrery.broker.hyperliquid.connection.VenueConnection}. It
 * pings, notices silence, comes back with growing pauses and subscribes again. What was missed
 * meanwhile is for its listener to ask for. It knows nothing of accounts and markets.
 */
@NullMarked
package dev.orrery.broker.hyperliquid.connection;

import org.jspecify.annotations.NullMarked;
