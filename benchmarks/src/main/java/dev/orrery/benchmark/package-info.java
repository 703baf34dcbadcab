/**
 * Measures what the runtime promises: how fast it answers a firing, how punctual it is, and what a
 * tick costs on the simulated timeline. Each class with a {@code main} is one benchmark and can be
 * run alone; {@code run.sh} runs them all. Everything is done through the public builder, as a user
 * would. Nothing here may be needed by another module.
 */
@NullMarked
package dev.orrery.benchmark;

import org.jspecify.annotations.NullMarked;
