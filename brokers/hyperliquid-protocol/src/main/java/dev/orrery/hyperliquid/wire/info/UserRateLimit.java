package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How many actions an address has used.
 *
 * @param cumVlm USD traded ever
 * @param nRequestsUsed actions used
 * @param nRequestsCap actions earned
 * @param nRequestsSurplus actions bought and not yet used
 */
public record UserRateLimit(
    BigDecimal cumVlm, long nRequestsUsed, long nRequestsCap, @Nullable Long nRequestsSurplus) {}
