/**
 * The WebSocket of the exchange: connections, what they subscribed to, and what they are told.
 * Start at {@link dev.orrery.exchange.socket.Sockets}. Whoever reads slowly loses the connection;
 * nobody waits for it.
 */
@NullMarked
package dev.orrery.exchange.socket;

import org.jspecify.annotations.NullMarked;
