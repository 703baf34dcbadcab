/** A new strategy project, written from templates. Start at {@link Scaffold}. */
@NullMarked
package dev.orrery.cli.scaffold;

import org.jspecify.annotations.NullMarked;
