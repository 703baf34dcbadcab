/** Tests of the host with real jars, a real market and a real database. */
@NullMarked
package dev.orrery.runner;

import org.jspecify.annotations.NullMarked;
