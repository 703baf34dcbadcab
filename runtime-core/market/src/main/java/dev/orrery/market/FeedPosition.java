package dev.orrery.market;

/**
 * Where a recorded feed stands: what a restart needs to go on.
 *
 * @param source what is replayed, with its digest: a position of another source is ignored
 * @param row index of the last row published; -1 before the first
 * @param lap how many times the source was played through before
 * @param time timeline instant of that row, epoch milliseconds
 */
public record FeedPosition(String source, long row, int lap, long time) {}
