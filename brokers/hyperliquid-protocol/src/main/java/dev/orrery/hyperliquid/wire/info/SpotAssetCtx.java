package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The present state of a spot pair.
 *
 * @param prevDayPx price a day ago
 * @param dayNtlVlm notional traded in a day
 * @param markPx mark price
 * @param midPx middle of the book; null when a side is empty
 * @param circulatingSupply of the base token
 * @param coin the pair
 * @param totalSupply of the base token
 * @param dayBaseVlm base units traded in a day
 */
public record SpotAssetCtx(
    BigDecimal prevDayPx,
    BigDecimal dayNtlVlm,
    BigDecimal markPx,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable BigDecimal midPx,
    BigDecimal circulatingSupply,
    String coin,
    @Nullable BigDecimal totalSupply,
    @Nullable BigDecimal dayBaseVlm) {}
