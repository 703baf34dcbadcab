/** One tick from firing to outcome: start at {@code TickEngine}. */
@NullMarked
package dev.orrery.runtime.tick;

import org.jspecify.annotations.NullMarked;
