/** Tests of the command, and of the rules that hold for the whole house. */
@NullMarked
package dev.orrery.cli;

import org.jspecify.annotations.NullMarked;
