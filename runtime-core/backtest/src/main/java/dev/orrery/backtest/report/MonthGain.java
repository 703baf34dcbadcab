package dev.orrery.backtest.report;

import java.math.BigDecimal;
import java.time.YearMonth;

/**
 * What a month gave.
 *
 * @param gain equity at its end over that at its beginning, less one; to 12 decimals
 */
public record MonthGain(YearMonth month, BigDecimal gain) {}
