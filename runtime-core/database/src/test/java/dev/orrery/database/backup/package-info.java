/** Tests of what is beside it. */
@NullMarked
package dev.orrery.database.backup;

import org.jspecify.annotations.NullMarked;
