/**
 * What verbs print with: the console, colours, tables, amounts, durations, JSON. Start at {@link
 * dev.orrery.cli.print.Console}. Knows nothing of strategies.
 */
@NullMarked
package dev.orrery.cli.print;

import org.jspecify.annotations.NullMarked;
