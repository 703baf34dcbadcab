/** Commands of owners, operators and strangers. */
@NullMarked
package dev.orrery.control.command;

import org.jspecify.annotations.NullMarked;
