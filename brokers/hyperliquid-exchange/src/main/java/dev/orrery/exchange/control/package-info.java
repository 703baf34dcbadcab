/**
 * What only a local exchange has: the paths below {@code /control}, events that were asked for, and
 * the state in a file. Start at {@link dev.orrery.exchange.control.ControlApi}. It never answers
 * what the venue answers.
 */
@NullMarked
package dev.orrery.exchange.control;

import org.jspecify.annotations.NullMarked;
