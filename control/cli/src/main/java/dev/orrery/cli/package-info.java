/**
 * The {@code orrery} command: verbs, what they print, and how they end. Start at {@link
 * dev.orrery.cli.Main}; each verb is a class of its own, loaded only when it is asked for. Verbs
 * ask other modules and print: no rule of trading, no SQL and no thread of a runtime lives here.
 */
@NullMarked
package dev.orrery.cli;

import org.jspecify.annotations.NullMarked;
