package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much funding was paid.
 *
 * @param type always {@code funding}
 * @param coin the market
 * @param usdc below zero the user paid
 * @param szi the position
 * @param fundingRate per hour
 * @param nSamples of the premium
 */
public record FundingDelta(
    String type,
    String coin,
    BigDecimal usdc,
    BigDecimal szi,
    BigDecimal fundingRate,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer nSamples) {}
