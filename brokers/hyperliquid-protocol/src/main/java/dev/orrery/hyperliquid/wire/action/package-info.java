/**
 * What an account asks the venue to do, {@link dev.orrery.hyperliquid.wire.action.Action}, how it
 * is sent, {@link dev.orrery.hyperliquid.wire.action.ExchangeRequest}, and what comes back, {@link
 * dev.orrery.hyperliquid.wire.action.ExchangeAnswer}. An action writes itself once, into a {@link
 * dev.orrery.hyperliquid.wire.action.CanonicalForm}: what is sent and what is signed are two
 * encodings of the same walk, so they cannot differ. Reading is strict, because a server must hash
 * what the client hashed or refuse.
 */
@NullMarked
package dev.orrery.hyperliquid.wire.action;

import org.jspecify.annotations.NullMarked;
