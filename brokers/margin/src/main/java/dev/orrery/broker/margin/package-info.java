/**
 * The arithmetic of a perpetuals account: pure, exact, without time, threads or venues. Start at
 * {@link dev.orrery.broker.margin.MarginView}. All rounding is in {@link
 * dev.orrery.broker.margin.Rounding}.
 */
@NullMarked
package dev.orrery.broker.margin;

import org.jspecify.annotations.NullMarked;
