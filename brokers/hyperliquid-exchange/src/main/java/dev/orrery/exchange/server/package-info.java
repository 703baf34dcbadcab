/**
 * The port: HTTP and WebSocket over Jetty. Start at {@link dev.orrery.exchange.server.HttpDoor}.
 * What a request means is for others; here it is received, limited in size, and answered.
 */
@NullMarked
package dev.orrery.exchange.server;

import org.jspecify.annotations.NullMarked;
