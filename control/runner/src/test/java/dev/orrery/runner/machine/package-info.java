/** Tests of {@code dev.orrery.runner.machine}. */
@NullMarked
package dev.orrery.runner.machine;

import org.jspecify.annotations.NullMarked;
