/**
 * The runtime: start at {@code StrategyRuntime}. It ties feed, triggers, strategies, desks and
 * journal together and knows nothing of databases, control planes or venues.
 */
@NullMarked
package dev.orrery.runtime;

import org.jspecify.annotations.NullMarked;
