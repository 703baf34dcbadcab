/**
 * PostgreSQL itself: the pool ({@link dev.orrery.database.Database}), the server in a data
 * directory ({@link dev.orrery.database.EmbeddedServer}), the one schema and its migration history,
 * retention, and the notification listener. It knows no journal, strategy or order: who reads and
 * writes the tables lives in the store and in control.
 */
@NullMarked
package dev.orrery.database;

import org.jspecify.annotations.NullMarked;
