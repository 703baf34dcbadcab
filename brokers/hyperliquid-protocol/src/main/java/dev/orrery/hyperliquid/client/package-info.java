/**
 * Requests over HTTP. {@link dev.orrery.hyperliquid.client.RestClient} asks and sends, and its
 * results tell apart what the venue said, what never left, and what nobody knows; {@link
 * dev.orrery.hyperliquid.client.RequestBudget} keeps within the venue's limits and keeps room for
 * cancels. It decides nothing about orders: an outcome nobody knows is for the caller to clear up.
 */
@NullMarked
package dev.orrery.hyperliquid.client;

import org.jspecify.annotations.NullMarked;
