/** Tests of {@code dev.orrery.runner.boot}. */
@NullMarked
package dev.orrery.runner.boot;

import org.jspecify.annotations.NullMarked;
