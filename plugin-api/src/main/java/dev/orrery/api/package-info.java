/**
 * The contract between a trading strategy and the runtime. Start at {@link
 * dev.orrery.api.StrategyPlugin}; everything a strategy reads comes through {@link
 * dev.orrery.api.DecisionContext}. This package must not know the runtime, a broker, a key or a
 * network.
 */
@NullMarked
package dev.orrery.api;

import org.jspecify.annotations.NullMarked;
