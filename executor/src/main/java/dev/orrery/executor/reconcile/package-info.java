/** Comparing our book with what the venue says. */
@NullMarked
package dev.orrery.executor.reconcile;

import org.jspecify.annotations.NullMarked;
