/**
 * Guards that look at an account after a tick and ask for a change of state. Pure functions: who
 * calls them acts on the answer and makes it durable.
 */
@NullMarked
package dev.orrery.executor.guard;

import org.jspecify.annotations.NullMarked;
