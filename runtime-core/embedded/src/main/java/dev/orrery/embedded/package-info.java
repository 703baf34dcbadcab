/**
 * Nothing but dependencies: a program that embeds a runtime names this artifact and has engine and
 * paper broker. Start at {@code dev.orrery.runtime.StrategyRuntime}; {@code docs/embedding.md} goes
 * from there. PostgreSQL is {@code orrery-store} besides.
 */
@NullMarked
package dev.orrery.embedded;

import org.jspecify.annotations.NullMarked;
