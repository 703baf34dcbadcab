package dev.orrery.market.replay;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.Kept;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.file.BarColumns;
import dev.orrery.market.file.MarketFile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all replay feeds have in common: where they stand, what went before, how a step is
 * published.
 *
 * <p>The first step of a resumed feed is the one of its position: its effects may not have been
 * complete when the process ended. What went before it is filled into the board's candles silently.
 */
abstract sealed class ReplayFeed implements MarketFeed permits SteppedReplayFeed, WallReplayFeed {
  private static final Logger LOG = LoggerFactory.getLogger(ReplayFeed.class);

  /** In a gap of the data that is not shorter than this, or than three candles, prices age. */
  private static final long SILENT_GAP_MILLIS = 600_000;

  private static final long SILENT_GAP_CANDLES = 3;

  final ReplayStart start;
  volatile boolean closed;

  private final long silentGap;

  /** The last step published; one before the first step until then. */
  private final AtomicLong published;

  private volatile Course course;
  private boolean standing;

  ReplayFeed(ReplayStart start) {
    this.start = start;
    this.course = start.course();
    this.published = new AtomicLong(start.first() - 1);
    this.silentGap = silentGap(course.file());
  }

  /** From what distance of two rows on the prices of a recording age between them. */
  static long silentGap(MarketFile file) {
    return file instanceof BarColumns bars
        ? Math.max(SILENT_GAP_MILLIS, SILENT_GAP_CANDLES * bars.interval().millis())
        : SILENT_GAP_MILLIS;
  }

  final Course course() {
    return course;
  }

  /** Moves what is still to come. */
  final void shiftBy(long millis) {
    course = course.shiftedBy(millis);
  }

  @Override
  public abstract Timeline timeline();

  @Override
  public final List<Instrument> instruments() {
    return List.of(start.instrument());
  }

  @Override
  public final List<MarketEvent.Bar> history(String symbol, Interval interval, int count) {
    if (!symbol.equals(start.instrument().symbol()) || !course.file().builds(interval)) {
      return List.of();
    }
    return new PastCandles(course, interval)
        .before(published.getAcquire() + 1, count, timeline().nowMillis());
  }

  @Override
  public final Optional<FeedPosition> position() {
    long step = published.getAcquire();
    if (step < start.first()) {
      return Optional.of(start.position());
    }
    Course now = course;
    return Optional.of(
        new FeedPosition(start.source(), now.row(step), now.lap(step), now.time(step)));
  }

  @Override
  public final void freshen(MarketBoard board) {}

  /** Fills the candles the board keeps with what lies before the first step. */
  final void warm(MarketBoard board) {
    for (Kept kept : board.kept()) {
      if (!course.file().builds(kept.interval())) {
        LOG.warn(
            "Candles cannot be built from this recording symbol={} interval={}",
            kept.symbol(),
            kept.interval());
      }
      List<MarketEvent.Bar> bars = history(kept.symbol(), kept.interval(), kept.history());
      if (!bars.isEmpty()) {
        board.publish(new MarketEvent.History(timeline().nowMillis(), bars));
      }
    }
  }

  /** Publishes a step; gives the time of the next, {@link Long#MAX_VALUE} when it was the last. */
  final long publish(MarketBoard board, long step) {
    published.setRelease(step);
    MarketEvent event = course.event(step);
    board.publish(event);
    long next = step + 1 < start.end() ? course.time(step + 1) : Long.MAX_VALUE;
    boolean stands = next != Long.MAX_VALUE && next - event.time() < silentGap;
    if (stands != standing) {
      standing = stands;
      board.standing(stands);
    }
    return next;
  }
}
