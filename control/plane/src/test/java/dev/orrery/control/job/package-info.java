/** Jobs on a real database. */
@NullMarked
package dev.orrery.control.job;

import org.jspecify.annotations.NullMarked;
