/** How answers of the database are shown. Must not ask it: {@code DbVerb} and its like do. */
@NullMarked
package dev.orrery.cli.db;

import org.jspecify.annotations.NullMarked;
