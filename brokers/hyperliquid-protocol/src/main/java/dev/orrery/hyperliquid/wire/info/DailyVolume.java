package dev.orrery.hyperliquid.wire.info;

import java.math.BigDecimal;

/**
 * Volume of a day.
 *
 * @param date as {@code 2025-11-20}
 * @param userCross taken
 * @param userAdd made
 * @param exchange of the venue
 */
public record DailyVolume(
    String date, BigDecimal userCross, BigDecimal userAdd, BigDecimal exchange) {}
