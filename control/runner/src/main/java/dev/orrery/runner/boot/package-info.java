/**
 * What stands before a runtime: the data directory with its lock, what the configuration and the
 * jars together ask for, the market and the settings of the modules below. Must not know commands
 * or pages.
 */
@NullMarked
package dev.orrery.runner.boot;

import org.jspecify.annotations.NullMarked;
