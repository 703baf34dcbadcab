package dev.orrery.hyperliquid.wire.info;

import org.jspecify.annotations.Nullable;

/**
 * What became of a time-weighted order.
 *
 * @param status {@code activated}, {@code finished}, {@code terminated}, {@code error} and others
 * @param description of an error
 */
public record TwapStatus(String status, @Nullable String description) {}
