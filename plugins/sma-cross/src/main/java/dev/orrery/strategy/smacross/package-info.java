/**
 * Follows a trend told by two moving averages. Start at {@link
 * dev.orrery.strategy.smacross.SmaCrossFactory}.
 */
@NullMarked
package dev.orrery.strategy.smacross;

import org.jspecify.annotations.NullMarked;
