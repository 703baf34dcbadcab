/** Which strategies are skipped, and for how long. */
@NullMarked
package dev.orrery.runtime.health;

import org.jspecify.annotations.NullMarked;
