package dev.orrery.exchange.server;

import dev.orrery.exchange.socket.SocketLimits;

/**
 * How the port is opened.
 *
 * @param host the address it is bound to
 * @param port its number; 0 for a free one
 * @param bodyBytes longest body it takes
 * @param limits of the sockets
 */
public record DoorSettings(String host, int port, long bodyBytes, SocketLimits limits) {}
