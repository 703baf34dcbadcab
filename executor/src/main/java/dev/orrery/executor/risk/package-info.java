/** The risk gate: a pure fold over planned orders that clears or denies, and never resizes. */
@NullMarked
package dev.orrery.executor.risk;

import org.jspecify.annotations.NullMarked;
