package dev.orrery.api.market;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The current funding rate of a perpetual.
 *
 * @param symbol instrument
 * @param hourlyRate fraction of notional paid each hour; positive means longs pay shorts
 * @param nextPayment timeline instant of the next payment
 */
public record Funding(String symbol, BigDecimal hourlyRate, Instant nextPayment) {}
