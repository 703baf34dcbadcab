/** Metered language models for strategies: the port, and the meter around it. */
@NullMarked
package dev.orrery.runtime.model;

import org.jspecify.annotations.NullMarked;
