/**
 * What keeps one strategy's trouble from becoming its neighbours': how far a call that does not end
 * is followed, threads that were given up, memory, output, and what the whole process shares. Start
 * at {@link dev.orrery.runtime.isolation.Ladder}. This package must not know jars, strategies or
 * ticks: those say who is inside a call.
 */
@NullMarked
package dev.orrery.runtime.isolation;

import org.jspecify.annotations.NullMarked;
