package dev.orrery.executor.account;

import dev.orrery.api.action.MarginMode;

/**
 * Leverage and margin mode of one symbol.
 *
 * @param leverage whole number, at least 1
 * @param mode cross or isolated
 */
public record LeverageSetting(int leverage, MarginMode mode) {}
