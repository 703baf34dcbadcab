package dev.orrery.runtime.recording;

import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.market.FeedPosition;
import dev.orrery.market.MarketFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds to each group where the feed stood, so that a restart goes on from the row whose effects
 * were journaled last: never from before what is known already. A feed that cannot go back adds
 * nothing. Thread-safe.
 */
public final class PositionedJournal implements DecisionJournal {
  private final DecisionJournal journal;
  private final MarketFeed feed;

  /** Adds the positions of this feed. */
  public PositionedJournal(DecisionJournal journal, MarketFeed feed) {
    this.journal = journal;
    this.feed = feed;
  }

  @Override
  public long append(String deployment, List<? extends JournalEntry> group) {
    Optional<FeedPosition> position = feed.position();
    if (position.isEmpty()) {
      return journal.append(deployment, group);
    }
    List<JournalEntry> positioned = new ArrayList<>(group.size() + 1);
    positioned.addAll(group);
    positioned.add(new CursorRecorded(position.get()));
    return journal.append(deployment, positioned);
  }

  @Override
  public boolean durable() {
    return journal.durable();
  }

  @Override
  public boolean reserve() {
    return journal.reserve();
  }

  @Override
  public void release() {
    journal.release();
  }

  @Override
  public Health health() {
    return journal.health();
  }

  @Override
  public Receipt await(long position, Duration limit) throws InterruptedException {
    return journal.await(position, limit);
  }

  @Override
  public AccountHistory history(String deployment) {
    return journal.history(deployment);
  }

  @Override
  public AccountHistory wholeHistory(String deployment) {
    return journal.wholeHistory(deployment);
  }
}
