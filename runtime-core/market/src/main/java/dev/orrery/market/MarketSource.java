package dev.orrery.market;

import java.util.Optional;

/** Hands in a feed and the timeline that fits it, together. */
public interface MarketSource {
  /** A name to show: {@code replay bitstamp-2013-11 x600 paced}. */
  String describe();

  /**
   * Opens the feed.
   *
   * @param from where to go on; empty, or a position of another source, means from the start
   * @throws dev.orrery.kernel.ProblemException when the data is missing or malformed, naming file
   *     and line
   */
  MarketFeed open(Optional<FeedPosition> from);
}
