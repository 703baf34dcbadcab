/**
 * Who signed what. {@link dev.orrery.hyperliquid.signing.ActionDigest} is what a signature is made
 * over, {@link dev.orrery.hyperliquid.signing.Signer} makes one and is the only holder of a key,
 * {@link dev.orrery.hyperliquid.signing.Recovery} tells from one who made it, {@link
 * dev.orrery.hyperliquid.signing.Nonces} keeps it from being used twice. The curve, the hash and
 * MessagePack are details of this package.
 */
@NullMarked
package dev.orrery.hyperliquid.signing;

import org.jspecify.annotations.NullMarked;
