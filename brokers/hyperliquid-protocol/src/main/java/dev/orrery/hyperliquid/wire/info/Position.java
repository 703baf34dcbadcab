package dev.orrery.hyperliquid.wire.info;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A position.
 *
 * @param coin the market
 * @param szi size; below zero is short
 * @param leverage as chosen
 * @param entryPx average entry
 * @param positionValue notional at mark
 * @param unrealizedPnl at mark
 * @param returnOnEquity of the margin that was put in
 * @param liquidationPx null when no price liquidates it
 * @param marginUsed margin held
 * @param maxLeverage the market's highest
 * @param cumFunding funding paid
 */
public record Position(
    String coin,
    BigDecimal szi,
    Leverage leverage,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable BigDecimal entryPx,
    BigDecimal positionValue,
    BigDecimal unrealizedPnl,
    BigDecimal returnOnEquity,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable BigDecimal liquidationPx,
    BigDecimal marginUsed,
    int maxLeverage,
    @Nullable CumFunding cumFunding) {}
