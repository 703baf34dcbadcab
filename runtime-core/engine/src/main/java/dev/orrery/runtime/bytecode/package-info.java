/**
 * The class-file side of holding plugins: what their classes are given before they are defined.
 * Start at {@link dev.orrery.runtime.bytecode.PollGate}. Every method of a plugin asks a gate of
 * its loader whether the thread it runs in has been condemned, at its beginning and before each
 * step back, so that a loop ends that no interrupt reaches. Class files are read and written with
 * the JDK's own API; no class is loaded for it. This package must not know jars, strategies or
 * ticks.
 */
@NullMarked
package dev.orrery.runtime.bytecode;

import org.jspecify.annotations.NullMarked;
