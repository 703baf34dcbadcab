/** What people and guards may switch on a running strategy, and the right to trade that follows. */
@NullMarked
package dev.orrery.runtime.control;

import org.jspecify.annotations.NullMarked;
