package dev.orrery.market.replay;

import dev.orrery.kernel.PacedTimeline;
import dev.orrery.kernel.SteppedTimeline;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;

/**
 * A replay that moves its own timeline: simulated or paced, the same events in the same order. All
 * rows of one instant are one step of the timeline, so that what is due at it comes after them.
 */
final class SteppedReplayFeed extends ReplayFeed {
  private final SteppedTimeline timeline;

  /** The step to be published, and when; confined to the thread in {@link #run}. */
  private long step;

  private long time;

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
    Runnable events = () -> publishInstant(board);
    step = start.first();
    time = step < start.end() ? course().time(step) : Long.MAX_VALUE;
    while (step < start.end() && !closed) {
      timeline.step(time, events);
      if (Thread.interrupted()) {
        throw new InterruptedException("replay interrupted before row " + course().row(step));
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

  private void publishInstant(MarketBoard board) {
    long now = time;
    while (time == now && !closed) {
      time = publish(board, step++);
    }
  }
}
