/**
 * Statements that people write, with their parameters by name. Start at {@link
 * dev.orrery.database.sql.SqlSession}. Must not know any table.
 */
@NullMarked
package dev.orrery.database.sql;

import org.jspecify.annotations.NullMarked;
