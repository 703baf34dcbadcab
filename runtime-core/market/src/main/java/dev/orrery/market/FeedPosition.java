package dev.orrery.market;

/**
 * Where a recorded feed stands: what a restart needs to go on. A restart publishes the row of the
 * position again, at the same time: what it caused may not have been complete.
 *
 * @param source what is replayed, with its digest: a position of another source is ignored
 * @param row index of the last row published; -1 before the first
 * @param lap how many times the source was played through before
 * @param time timeline instant of that row, epoch milliseconds
 */
public record FeedPosition(String source, long row, int lap, long time) {}
