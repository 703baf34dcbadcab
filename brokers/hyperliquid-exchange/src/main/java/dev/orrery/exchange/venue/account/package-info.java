/**
 * What the venue keeps about addresses: {@link dev.orrery.exchange.venue.account.Account}s with
 * money, positions and history, and {@link dev.orrery.exchange.venue.account.Agents} and {@link
 * dev.orrery.exchange.venue.account.NonceWindow}s, which are of signers.
 */
@NullMarked
package dev.orrery.exchange.venue.account;

import org.jspecify.annotations.NullMarked;
