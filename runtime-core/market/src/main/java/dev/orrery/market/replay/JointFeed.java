package dev.orrery.market.replay;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.Kept;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketFeed;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays several recordings at once. Rows of one instant are published together, symbol by symbol in
 * the order given, so that whoever is woken by one of them sees them all.
 */
final class JointFeed implements MarketFeed {
  private static final Logger LOG = LoggerFactory.getLogger(JointFeed.class);

  private final List<JointTrack> tracks;
  private final SimulatedTimeline timeline;
  private volatile boolean closed;

  /** The instant to be published; confined to the thread in {@link #run}. */
  private long time;

  private boolean standing;

  JointFeed(List<JointTrack> tracks, SimulatedTimeline timeline) {
    this.tracks = tracks;
    this.timeline = timeline;
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  @Override
  public List<Instrument> instruments() {
    return tracks.stream().map(JointTrack::instrument).toList();
  }

  @Override
  public List<MarketEvent.Bar> history(String symbol, Interval interval, int count) {
    for (JointTrack track : tracks) {
      if (track.instrument().symbol().equals(symbol)) {
        return track.history(interval, count, timeline.nowMillis());
      }
    }
    return List.of();
  }

  @Override
  public void run(MarketBoard board) throws InterruptedException {
    for (Kept kept : board.kept()) {
      warm(board, kept);
    }
    Runnable rows = () -> publishRows(board);
    Runnable events = () -> publishInstant(board, rows);
    for (time = next(); time != Long.MAX_VALUE && !closed; time = next()) {
      timeline.step(time, events);
      if (Thread.interrupted()) {
        throw new InterruptedException("replay interrupted at " + timeline.now());
      }
    }
  }

  private void warm(MarketBoard board, Kept kept) {
    for (JointTrack track : tracks) {
      if (track.instrument().symbol().equals(kept.symbol()) && !track.builds(kept.interval())) {
        LOG.warn(
            "Candles cannot be built from this recording symbol={} interval={}",
            kept.symbol(),
            kept.interval());
      }
    }
    List<MarketEvent.Bar> bars = history(kept.symbol(), kept.interval(), kept.history());
    if (!bars.isEmpty()) {
      board.publish(new MarketEvent.History(timeline.nowMillis(), bars));
    }
  }

  private long next() {
    long first = Long.MAX_VALUE;
    for (JointTrack track : tracks) {
      first = Math.min(first, track.nextTime());
    }
    return first;
  }

  private void publishInstant(MarketBoard board, Runnable rows) {
    int due = 0;
    for (JointTrack track : tracks) {
      due += track.nextTime() == time ? 1 : 0;
    }
    if (due > 1) {
      board.together(rows);
    } else {
      rows.run();
    }
    boolean stands = true;
    for (JointTrack track : tracks) {
      stands &= track.stands();
    }
    if (stands != standing) {
      standing = stands;
      board.standing(stands);
    }
  }

  private void publishRows(MarketBoard board) {
    for (JointTrack track : tracks) {
      if (track.nextTime() == time) {
        track.publish(board);
      }
    }
  }

  @Override
  public Optional<FeedPosition> position() {
    return Optional.empty();
  }

  @Override
  public void freshen(MarketBoard board) {}

  @Override
  public void close() {
    closed = true;
  }
}
