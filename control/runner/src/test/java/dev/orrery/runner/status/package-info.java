/** Tests of {@code dev.orrery.runner.status}. */
@NullMarked
package dev.orrery.runner.status;

import org.jspecify.annotations.NullMarked;
