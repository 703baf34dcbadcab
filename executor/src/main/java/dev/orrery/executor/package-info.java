/**
 * From wish to fill: propose, commit, send, reconcile. Start at {@code AccountDesk}. Owns the
 * {@link dev.orrery.executor.broker.Broker} port. Must not know how strategies are loaded, where
 * the journal is kept, or which venue is behind a broker.
 */
@NullMarked
package dev.orrery.executor;

import org.jspecify.annotations.NullMarked;
