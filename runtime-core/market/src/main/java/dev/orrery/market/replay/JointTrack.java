package dev.orrery.market.replay;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.file.MarketFile;
import java.util.List;

/** One of several recordings that are played at once. Confined to the thread of the feed. */
final class JointTrack {
  private final Instrument instrument;
  private final Course course;
  private final long silentGap;
  private final int end;
  private int next;
  private long nextTime;
  private boolean standing;

  JointTrack(Instrument instrument, MarketFile file, Replay.Part part) {
    this.instrument = instrument;
    this.course = new Course(instrument.symbol(), file, 0);
    this.silentGap = ReplayFeed.silentGap(file);
    this.next = part.first();
    this.end = part.end();
    this.nextTime = course.time(next);
  }

  Instrument instrument() {
    return instrument;
  }

  boolean builds(Interval interval) {
    return course.file().builds(interval);
  }

  /** When its next row happens; {@link Long#MAX_VALUE} when there is none. */
  long nextTime() {
    return nextTime;
  }

  /** Whether its price holds until its next row: not before the first, nor in a long gap. */
  boolean stands() {
    return standing;
  }

  /** Publishes every row it has at its next time. */
  void publish(MarketBoard board) {
    long now = nextTime;
    while (nextTime == now) {
      board.publish(course.event(next++));
      nextTime = next < end ? course.time(next) : Long.MAX_VALUE;
    }
    standing = nextTime != Long.MAX_VALUE && nextTime - now < silentGap;
  }

  /** Candles of what lies before its next row. */
  List<MarketEvent.Bar> history(Interval interval, int count, long now) {
    return builds(interval)
        ? new PastCandles(course, interval).before(next, count, now)
        : List.of();
  }
}
