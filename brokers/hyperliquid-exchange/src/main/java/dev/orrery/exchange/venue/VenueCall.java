package dev.orrery.exchange.venue;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;

/**
 * An action that reached the venue.
 *
 * @param signer whom its signature recovers to
 * @param request what was posted
 * @param time epoch milliseconds, never before that of an earlier call
 */
public record VenueCall(Address signer, ExchangeRequest request, long time) {}
