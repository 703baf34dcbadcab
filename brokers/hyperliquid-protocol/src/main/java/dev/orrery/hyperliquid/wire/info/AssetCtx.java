package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The present state of a perpetual.
 *
 * @param funding rate per hour
 * @param openInterest in base units
 * @param prevDayPx price a day ago
 * @param dayNtlVlm notional traded in a day
 * @param premium of the impact prices over the oracle; null without a book
 * @param oraclePx oracle price
 * @param markPx mark price
 * @param midPx middle of the book; null when a side is empty
 * @param impactPxs bid and ask for the impact notional; null without a book
 * @param dayBaseVlm base units traded in a day
 */
public record AssetCtx(
    BigDecimal funding,
    BigDecimal openInterest,
    BigDecimal prevDayPx,
    BigDecimal dayNtlVlm,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable BigDecimal premium,
    BigDecimal oraclePx,
    BigDecimal markPx,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable BigDecimal midPx,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable List<BigDecimal> impactPxs,
    @Nullable BigDecimal dayBaseVlm) {
  /** Copies the list. */
  public AssetCtx {
    impactPxs = impactPxs == null ? null : List.copyOf(impactPxs);
  }
}
