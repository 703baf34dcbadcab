/** Tests of what is beside it. */
@NullMarked
package dev.orrery.database.sql;

import org.jspecify.annotations.NullMarked;
