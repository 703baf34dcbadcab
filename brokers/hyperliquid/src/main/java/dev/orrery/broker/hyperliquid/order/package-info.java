/**
 * Orders on the venue: which there are and what has become of them, how they are put into the
 * venue's words, signed and sent, and how exits are kept that the venue does not know of yet.
 */
@NullMarked
package dev.orrery.broker.hyperliquid.order;

import org.jspecify.annotations.NullMarked;
