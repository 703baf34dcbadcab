package dev.orrery.cli.feed;

import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.StrategyStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Holds back what happens before the feed has said what begins. */
final class OpeningFirst implements Feed {
  private final Feed feed;
  private final List<RuntimeFact> early = new ArrayList<>();
  private volatile boolean open;

  OpeningFirst(Feed feed) {
    this.feed = feed;
  }

  @Override
  public synchronized void started(Opening opening) {
    Tally before = new Tally();
    early.forEach(before::count);
    feed.started(opening.began(before.begun()));
    open = true;
    early.forEach(feed::on);
    early.clear();
  }

  @Override
  public synchronized void on(RuntimeFact fact) {
    if (open) {
      feed.on(fact);
    } else {
      early.add(fact);
    }
  }

  /** Not under the lock: whoever beats must not wait for a reader of the feed. */
  @Override
  public void beat(Instant now, List<StrategyStatus> standing) {
    if (open) {
      feed.beat(now, standing);
    }
  }

  @Override
  public synchronized void ended(Closing closing) {
    feed.ended(closing);
  }
}
