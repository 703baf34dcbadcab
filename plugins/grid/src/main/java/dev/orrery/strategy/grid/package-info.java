/**
 * Rests orders on a ladder of prices around a centre. Start at {@link
 * dev.orrery.strategy.grid.GridFactory}.
 */
@NullMarked
package dev.orrery.strategy.grid;

import org.jspecify.annotations.NullMarked;
