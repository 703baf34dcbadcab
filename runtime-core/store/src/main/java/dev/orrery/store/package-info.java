/**
 * The runtime's ports on PostgreSQL: the one ordered journal with its spool, what is read back from
 * it at boot, durable events, latches, and readers for people. Start at {@link
 * dev.orrery.store.PostgresJournal}. Must not know how orders are judged or strategies are called.
 */
@NullMarked
package dev.orrery.store;

import org.jspecify.annotations.NullMarked;
