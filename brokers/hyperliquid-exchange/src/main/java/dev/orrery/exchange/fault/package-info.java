/**
 * Troubles on demand, deterministic from a seed. Start at {@link dev.orrery.exchange.fault.Fault},
 * what is asked for, and {@link dev.orrery.exchange.fault.Faults}, which says when. Nothing is
 * broken here: whoever asks does it.
 */
@NullMarked
package dev.orrery.exchange.fault;

import org.jspecify.annotations.NullMarked;
