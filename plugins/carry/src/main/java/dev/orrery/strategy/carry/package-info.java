/**
 * Holds the side of a perpetual that receives funding, while it pays enough. Start at {@link
 * dev.orrery.strategy.carry.CarryFactory}.
 */
@NullMarked
package dev.orrery.strategy.carry;

import org.jspecify.annotations.NullMarked;
