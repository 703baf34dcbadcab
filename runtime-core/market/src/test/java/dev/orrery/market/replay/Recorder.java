package dev.orrery.market.replay;

import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.MarketSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Runs a replay and notes everything a strategy could have seen, one line an event. */
final class Recorder {
  static final List<Interval> KEPT =
      List.of(Interval.of("10s"), Interval.MINUTE, Interval.of("7m"), Interval.HOUR);

  final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  final List<FeedPosition> positions = Collections.synchronizedList(new ArrayList<>());
  private final MarketFeed feed;
  private final MarketBoard board;
  private final Timeline timeline;
  private final long scheduleMillis;

  /** Notes also what is seen each {@code scheduleMillis} of the timeline. */
  Recorder(Replay replay, Optional<FeedPosition> from, long scheduleMillis) {
    this.feed = replay.open(from);
    this.timeline = feed.timeline();
    this.scheduleMillis = scheduleMillis;
    this.board = MarketBoard.of(feed.instruments(), timeline);
    KEPT.forEach(interval -> board.keep("BTC", interval, 20));
    board.listen(MarketBoard.Phase.FIRINGS, this::note);
    schedule(Math.floorDiv(timeline.nowMillis(), scheduleMillis) + 1);
  }

  MarketFeed feed() {
    return feed;
  }

  MarketBoard board() {
    return board;
  }

  /** Runs to the end of the data. */
  Recorder run() throws InterruptedException {
    feed.run(board);
    return this;
  }

  private void schedule(long mark) {
    long due = mark * scheduleMillis;
    timeline.at(
        due,
        () -> {
          add("schedule", board.snapshot());
          schedule(mark + 1);
        });
  }

  private void note(MarketEvent event, MarketSnapshot now) {
    if (!(event instanceof MarketEvent.History)) {
      add(event.toString(), now);
    }
  }

  private void add(String what, MarketSnapshot now) {
    StringBuilder line = new StringBuilder();
    line.append(timeline.nowMillis()).append(' ').append(what);
    line.append(" mark=").append(now.mark("BTC"));
    line.append(" confirmed=").append(now.confirmedAt("BTC"));
    for (Interval interval : KEPT) {
      Candles candles = Objects.requireNonNull(now.candles("BTC", interval, 20));
      line.append(' ').append(interval).append('=').append(Arrays.hashCode(candles.closes()));
      for (int i = 0; i < candles.size(); i++) {
        line.append(',').append(candles.openTime(i) / 1_000).append('/').append(candles.volume(i));
      }
    }
    lines.add(line.toString());
    positions.add(feed.position().orElseThrow());
  }
}
