/**
 * Hyperliquid's protocol, for a client and for a server alike. Here are its values: {@link
 * dev.orrery.hyperliquid.Address}, {@link dev.orrery.hyperliquid.Cloid}, {@link
 * dev.orrery.hyperliquid.Signature}, {@link dev.orrery.hyperliquid.Decimals}. Messages are in
 * {@code wire}, markets in {@code market}, keys and signatures in {@code signing}, requests over
 * HTTP in {@code client}. It knows nothing of strategies, of the executor's orders or of accounts:
 * what a message means to an account is for others.
 */
@NullMarked
package dev.orrery.hyperliquid;

import org.jspecify.annotations.NullMarked;
