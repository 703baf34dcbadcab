/**
 * What {@code orrery exchange} is asked for and shows. Start at {@link
 * dev.orrery.cli.exchange.ExchangePage}; the exchange itself is a module of its own.
 */
@NullMarked
package dev.orrery.cli.exchange;

import org.jspecify.annotations.NullMarked;
