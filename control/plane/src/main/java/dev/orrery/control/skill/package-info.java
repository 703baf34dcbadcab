/**
 * Skills: named strategies whose versions never change, and the jars behind them. Start at {@link
 * dev.orrery.control.skill.Skills}. A jar is bytes here and nothing else: what is in it is found
 * out by a child process with an empty environment ({@link dev.orrery.control.skill.JarVerifier}).
 * This package must never load a class of a plugin.
 */
@NullMarked
package dev.orrery.control.skill;

import org.jspecify.annotations.NullMarked;
