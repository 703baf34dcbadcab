/**
 * A database in one file and back, by nothing but COPY: no program of PostgreSQL is needed. Start
 * at {@link dev.orrery.database.backup.Backup}. Knows which tables there are from the server, and
 * nothing of what is in them.
 */
@NullMarked
package dev.orrery.database.backup;

import org.jspecify.annotations.NullMarked;
