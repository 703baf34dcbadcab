/**
 * A local exchange that speaks Hyperliquid's protocol well enough that other people's clients trade
 * on it, with faults on demand. Start at {@link dev.orrery.exchange.LocalExchange}, the one
 * assembly; the rules of trading are in {@code venue}, all that may break in {@code fault}. It
 * knows nothing of the executor: a rehearsal must not share the actor's judgement.
 */
@NullMarked
package dev.orrery.exchange;

import org.jspecify.annotations.NullMarked;
