package dev.orrery.backtest.recorded;

/**
 * An event that is delivered at its moment.
 *
 * @param time epoch milliseconds
 * @param topic what it is about
 * @param payload may be empty
 */
public record RecordedEvent(long time, String topic, String payload) {}
