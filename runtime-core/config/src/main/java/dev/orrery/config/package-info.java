/**
 * Configuration: YAML, environment and flags become validated records, or a list of every problem
 * with file, line, key, value and rule. Start at {@link dev.orrery.config.ConfigLoader}; {@link
 * dev.orrery.config.ParameterBinder} does the same for one record with given defaults, {@link
 * dev.orrery.config.ConfigReference} prints the page. A record is its own schema: component types
 * say what a value is, {@link dev.orrery.config.Doc} what it means. This package must not know what
 * the settings are about; the daemon's own are in {@code run}.
 *
 * <p>YAML is read as parser events, not bound by a mapper: only that way does each value keep its
 * line, and only that way does one mistake not hide the next.
 */
@NullMarked
package dev.orrery.config;

import org.jspecify.annotations.NullMarked;
