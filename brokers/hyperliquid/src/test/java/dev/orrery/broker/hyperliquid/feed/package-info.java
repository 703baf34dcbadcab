/** Tests of the live market. */
@NullMarked
package dev.orrery.broker.hyperliquid.feed;

import org.jspecify.annotations.NullMarked;
