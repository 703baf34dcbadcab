package dev.orrery.backtest;

import dev.orrery.backtest.recorded.FundingRow;
import dev.orrery.backtest.recorded.RecordedEvent;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.runtime.StrategyRuntime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens at set times beside the prices: funding rates, events, firings by hand. Each is an
 * alarm of the timeline, so it comes after the rows of its instant; those of one instant come in
 * that order. Only the next one is ever set. Confined to the thread that plays the market.
 */
final class Cues {
  private final List<Cue> cues = new ArrayList<>();
  private final long first;
  private final long last;
  private int outside;
  private int next;

  /**
   * Over a range.
   *
   * @param first when the first row is played, epoch milliseconds
   * @param last when the last one is
   */
  Cues(long first, long last) {
    this.first = first;
    this.last = last;
  }

  private record Cue(long at, Runnable act) {}

  /**
   * Lets the board know the rates of a symbol. A payment's rate is there a millisecond before its
   * hour, so that it is paid at the price of the hour; from the hour on it is what the next one is
   * expected to be. Before the first row the last rate before the range holds.
   */
  void funding(MarketBoard board, String symbol, List<FundingRow> rows) {
    FundingRow before = null;
    for (FundingRow row : rows) {
      if (row.hour() < first) {
        before = row;
      } else if (row.hour() <= last) {
        tell(board, symbol, row, row.hour() - 1);
        tell(board, symbol, row, row.hour());
      }
    }
    if (before != null) {
      tell(board, symbol, before, first - 1);
    }
  }

  private void tell(MarketBoard board, String symbol, FundingRow row, long at) {
    cues.add(
        new Cue(
            at,
            () ->
                board.publish(
                    new MarketEvent.FundingRate(
                        symbol, at, row.rate(), board.snapshot().mark(symbol)))));
  }

  /** Hands events to whoever waits for them. */
  void events(StrategyRuntime runtime, List<RecordedEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      RecordedEvent event = events.get(i);
      String origin = "recorded:" + (i + 1);
      add(event.time(), () -> runtime.publish(event.topic(), event.payload(), origin));
    }
  }

  /** Fires a strategy by hand. */
  void fire(StrategyRuntime runtime, String strategy, List<Backtest.ByHand> firings) {
    for (int i = 0; i < firings.size(); i++) {
      Backtest.ByHand firing = firings.get(i);
      String request = "fire-" + (i + 1);
      String payload = firing.payload();
      add(firing.at().toEpochMilli(), () -> runtime.trigger(strategy, request, payload));
    }
  }

  private void add(long at, Runnable act) {
    if (at < first || at > last) {
      outside++;
    } else {
      cues.add(new Cue(at, act));
    }
  }

  /** From now on they happen. */
  void play(Timeline timeline) {
    cues.sort(Comparator.comparingLong(Cue::at));
    setNext(timeline);
  }

  private void setNext(Timeline timeline) {
    if (next < cues.size()) {
      timeline.at(cues.get(next).at(), () -> act(timeline));
    }
  }

  private void act(Timeline timeline) {
    long now = timeline.nowMillis();
    try {
      while (next < cues.size() && cues.get(next).at() <= now) {
        cues.get(next++).act().run();
      }
    } finally {
      setNext(timeline); // one that fails does not keep the others from happening
    }
  }

  /** What a reader must know of them; null for nothing. */
  @Nullable String note() {
    return outside == 0
        ? null
        : outside + (outside == 1 ? " event lies" : " events lie") + " outside of what is played";
  }
}
