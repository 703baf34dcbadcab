/**
 * Tests of the broker, and a venue for them that does what it is told: well, badly or not at all.
 */
@NullMarked
package dev.orrery.broker.hyperliquid;

import org.jspecify.annotations.NullMarked;
