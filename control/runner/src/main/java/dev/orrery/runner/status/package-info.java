/**
 * How a host stands: health, metrics, the work that goes on beside the ticks. Must not know HTTP.
 */
@NullMarked
package dev.orrery.runner.status;

import org.jspecify.annotations.NullMarked;
