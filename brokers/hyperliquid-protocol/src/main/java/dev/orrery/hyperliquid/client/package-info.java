/**
 * Requests over HTTP. {@link dev.orrery.hyperliquid.client.RequestBudget} keeps within the venue's
 * limits and keeps room for cancels.
 */
@NullMarked
package dev.orrery.hyperliquid.client;

import org.jspecify.annotations.NullMarked;
