/**
 * An exchange on paper for one account: start at {@link dev.orrery.broker.paper.PaperBroker}. A
 * passive state machine whose state is the fold of the events it tells, so that the journal brings
 * it back. Must not know threads, timers, keys, or whose orders these are. The fill rules are
 * stated in the module's README.
 */
@NullMarked
package dev.orrery.broker.paper;

import org.jspecify.annotations.NullMarked;
