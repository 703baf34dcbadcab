/**
 * The venue of the local exchange: a state machine with Hyperliquid's rules, without threads,
 * sockets, files or clocks. Start at {@link dev.orrery.exchange.venue.Venue}. It takes for granted
 * that whoever is named as the signer of a call did sign it.
 */
@NullMarked
package dev.orrery.exchange.venue;

import org.jspecify.annotations.NullMarked;
