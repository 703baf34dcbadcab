/** Tests of the database, and {@link dev.orrery.database.TestDatabase} for those of others. */
@NullMarked
package dev.orrery.database;

import org.jspecify.annotations.NullMarked;
