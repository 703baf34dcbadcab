package dev.orrery.market.replay;

import dev.orrery.api.market.Instrument;
import dev.orrery.market.FeedPosition;

/**
 * From where to where a recording is replayed.
 *
 * @param source name of the recording, with its digest
 * @param first the first step to publish
 * @param end the step after the last one; {@link Long#MAX_VALUE} for ever
 */
record ReplayStart(String source, Instrument instrument, Course course, long first, long end) {
  /** Where the feed stands before it has published anything: what a later start goes on from. */
  FeedPosition position() {
    return first == 0
        ? new FeedPosition(source, -1, 0, course.time(0))
        : new FeedPosition(source, course.row(first), course.lap(first), course.time(first));
  }

  /**
   * The instant before the first step: what is due at the very time of that step is still ahead.
   */
  long time() {
    return course.time(first) - 1;
  }
}
