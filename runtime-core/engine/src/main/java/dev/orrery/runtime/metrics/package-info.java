/** Every meter of the runtime, and Micrometer behind it. */
@NullMarked
package dev.orrery.runtime.metrics;

import org.jspecify.annotations.NullMarked;
