/**
 * The strategy author's kit: {@code decide} as a pure function, with a context made by hand. Start
 * at {@link dev.orrery.testkit.TestContext}; {@link dev.orrery.testkit.Strategies} makes a strategy
 * from its factory, {@link dev.orrery.testkit.Decisions} checks what it answered, {@link
 * dev.orrery.testkit.TestMarket} plays it a path of prices. This package must not know the runtime:
 * it holds to the contract written in {@code dev.orrery.api}, no more and no less.
 */
@NullMarked
package dev.orrery.testkit;

import org.jspecify.annotations.NullMarked;
