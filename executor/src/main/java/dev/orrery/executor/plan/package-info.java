/** From actions to orders that obey the venue's rules. */
@NullMarked
package dev.orrery.executor.plan;

import org.jspecify.annotations.NullMarked;
