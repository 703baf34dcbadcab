package dev.orrery.runtime;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.MarketFeed;
import dev.orrery.runtime.recording.DecisionHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Time in a journal never goes back: what was decided up to an instant is not decided again, so a
 * market that begins before it would wake nobody until it gets there.
 */
final class Continuity {
  /** What clocks may differ by, and less than anybody would notice. */
  private static final long SLACK_MILLIS = Duration.ofMinutes(1).toMillis();

  private Continuity() {}

  /**
   * Holds a market against a journal.
   *
   * @param market how people call it
   * @throws ProblemException CONFIGURATION when it begins before what the journal has
   */
  static void require(
      MarketFeed feed, String market, DecisionHistory history, List<String> deployments) {
    Optional<FeedPosition> was = history.position();
    String source = was.map(FeedPosition::source).orElse("");
    if (feed.position().map(FeedPosition::source).filter(source::equals).isPresent()) {
      return; // it goes on where it was
    }
    long begin = feed.timeline().nowMillis();
    // A simulated market may be played over what was kept of another: costs and state.
    List<String> marked =
        feed.timeline().kind() == Timeline.Kind.SIMULATED ? List.of() : deployments;
    long latest =
        LongStream.concat(
                was.stream().mapToLong(FeedPosition::time),
                marked.stream()
                    .flatMap(id -> history.lastMarks(id).values().stream())
                    .mapToLong(Long::longValue))
            .max()
            .orElse(Long.MIN_VALUE);
    if (begin + SLACK_MILLIS < latest) {
      throw new ProblemException(
          Problem.configuration(
              "market " + market,
              "begins at "
                  + Instant.ofEpochMilli(begin)
                  + ", before "
                  + Instant.ofEpochMilli(latest)
                  + ", up to which this journal has decisions: nothing would be decided until then",
              "give it a journal of its own (another --data-dir), or go on with the market it"
                  + " had"));
    }
  }
}
