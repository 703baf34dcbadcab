/**
 * Comparing our book with what the venue says: pure functions. Who asks the venue is {@code
 * Reconciler}.
 */
@NullMarked
package dev.orrery.executor.reconcile;

import org.jspecify.annotations.NullMarked;
