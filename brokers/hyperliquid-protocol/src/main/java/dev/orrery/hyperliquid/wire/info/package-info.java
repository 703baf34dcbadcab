/**
 * Questions that need no signature, {@link dev.orrery.hyperliquid.wire.info.InfoRequest}, and their
 * answers. A question knows its answer's type and its weight. Components of answers have the
 * venue's names, except where those are single letters. Decimals are exact.
 */
@NullMarked
package dev.orrery.hyperliquid.wire.info;

import org.jspecify.annotations.NullMarked;
