/**
 * Every way we know in which a strategy can be bad, as a real jar, all of them at once in a process
 * of their own beside four good ones. Start at {@link dev.orrery.runner.hostile.HostileIT}.
 */
@NullMarked
package dev.orrery.runner.hostile;

import org.jspecify.annotations.NullMarked;
