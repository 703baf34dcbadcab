/** Tests of {@code dev.orrery.runner.http}. */
@NullMarked
package dev.orrery.runner.http;

import org.jspecify.annotations.NullMarked;
