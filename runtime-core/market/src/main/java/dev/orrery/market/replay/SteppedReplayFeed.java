package dev.orrery.market.replay;

import dev.orrery.kernel.PacedTimeline;
import dev.orrery.kernel.SteppedTimeline;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;

/** A replay that moves its own timeline: simulated or paced, the same events in the same order. */
final class SteppedReplayFeed extends ReplayFeed {
  private final SteppedTimeline timeline;

  /** The step to be published; confined to the thread in {@link #run}. */
  private long step;

  SteppedReplayFeed(ReplayStart start, SteppedTimeline timeline) {
    super(start);
    this.timeline = timeline;
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  @Override
  public void run(MarketBoard board) throws InterruptedException {
    warm(board);
    Runnable events = () -> publishUnlessClosed(board);
    for (step = start.first(); step < start.end() && !closed; step++) {
      timeline.step(course().time(step), events);
      if (Thread.interrupted()) {
        throw new InterruptedException("replay interrupted at row " + course().row(step));
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    if (timeline instanceof PacedTimeline paced) {
      paced.stop();
    }
  }

  private void publishUnlessClosed(MarketBoard board) {
    if (!closed) {
      publish(board, step);
    }
  }
}
