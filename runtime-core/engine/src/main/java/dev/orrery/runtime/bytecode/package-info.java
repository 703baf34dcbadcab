/**
 * The class-file side of holding plugins: what their classes are given before they are defined.
 * Start at {@link dev.orrery.runtime.bytecode.PollGate}. Every method of a plugin asks a gate of
 * its loader whether the thread it runs in has been condemned, at its beginning and before each
 * step back, so that a loop ends that no interrupt reaches. Calls that change what is everybody's
 * ({@link dev.orrery.runtime.bytecode.Refusal}) and ends of the process ({@link
 * dev.orrery.runtime.bytecode.ExitGuard}) come to a throw; {@link
 * dev.orrery.runtime.bytecode.CodeBase} tells which of them, and what else outside, a plugin's code
 * leads to. Class files are read and written with the JDK's own API; no class is loaded for it.
 * This package must not know jars, strategies or ticks.
 */
@NullMarked
package dev.orrery.runtime.bytecode;

import org.jspecify.annotations.NullMarked;
