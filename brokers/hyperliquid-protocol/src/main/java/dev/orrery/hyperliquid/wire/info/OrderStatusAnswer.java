package dev.orrery.hyperliquid.wire.info;

import org.jspecify.annotations.Nullable;

/**
 * What the venue knows of an order.
 *
 * @param status {@code order}, or {@code unknownOid}
 * @param order the order, if it is known
 */
public record OrderStatusAnswer(String status, @Nullable OrderRecord order) {}
