/**
 * The venue's markets: their names and numbers, {@link
 * dev.orrery.hyperliquid.market.MarketDirectory}, and which prices and sizes they take, {@link
 * dev.orrery.hyperliquid.market.MarketRules}. Nothing here is asked for over the network.
 */
@NullMarked
package dev.orrery.hyperliquid.market;

import org.jspecify.annotations.NullMarked;
