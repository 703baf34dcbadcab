package dev.orrery.backtest.report;

import java.math.BigDecimal;

/**
 * A trigger order while it stood.
 *
 * @param stop a stop; else a take-profit
 * @param from epoch milliseconds
 */
public record StopLine(String symbol, boolean stop, long from, long to, BigDecimal price) {}
