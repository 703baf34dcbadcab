/**
 * Hyperliquid. {@code connection} is one WebSocket that comes back by itself, {@code feed} the
 * market for everyone, {@code account} what happens to an account, each thing once and in order.
 * Messages of the venue stay inside: what comes out is the market's and the executor's words.
 */
@NullMarked
package dev.orrery.broker.hyperliquid;

import org.jspecify.annotations.NullMarked;
