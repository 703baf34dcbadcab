/**
 * The port to a venue: start at {@link dev.orrery.executor.broker.Broker}. What it answers and
 * tells lies in {@link dev.orrery.executor.order}; what implements it lives in modules of its own.
 */
@NullMarked
package dev.orrery.executor.broker;

import org.jspecify.annotations.NullMarked;
