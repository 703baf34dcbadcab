/** Tests of orders and exits, without a venue. */
@NullMarked
package dev.orrery.broker.hyperliquid.order;

import org.jspecify.annotations.NullMarked;
