/**
 * Frames of the WebSocket. A client sends {@link dev.orrery.hyperliquid.wire.socket.ClientFrame}s
 * with {@link dev.orrery.hyperliquid.wire.socket.Subscription}s in them, the server sends {@link
 * dev.orrery.hyperliquid.wire.socket.ServerMessage}s, of which {@link
 * dev.orrery.hyperliquid.wire.socket.ServerMessages} reads and writes all. No connection is made
 * here.
 */
@NullMarked
package dev.orrery.hyperliquid.wire.socket;

import org.jspecify.annotations.NullMarked;
