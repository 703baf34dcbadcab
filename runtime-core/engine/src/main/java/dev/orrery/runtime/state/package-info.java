/** The memory of strategies: compare-and-set, durable with the decision. */
@NullMarked
package dev.orrery.runtime.state;

import org.jspecify.annotations.NullMarked;
