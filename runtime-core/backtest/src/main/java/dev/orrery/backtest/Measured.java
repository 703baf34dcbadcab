package dev.orrery.backtest;

/**
 * A result, and the shape of its returns: what tells skill from luck.
 *
 * @param returns of the periods that the Sharpe ratio is of
 */
public record Measured(BacktestResult result, ReturnMoments returns) {}
