package dev.orrery.exchange.socket;

import dev.orrery.hyperliquid.wire.socket.ControlMessage;
import tools.jackson.databind.JsonNode;

/**
 * How a subscription is acknowledged: with all that the client sent, or some clients wait for ever.
 *
 * @param method {@code subscribe} or {@code unsubscribe}
 * @param subscription as it was sent
 */
record AckedWith(String method, JsonNode subscription) {
  ControlMessage message() {
    return new ControlMessage.Acknowledged(method, subscription);
  }
}
