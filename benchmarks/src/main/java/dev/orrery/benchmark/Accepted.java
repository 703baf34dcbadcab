package dev.orrery.benchmark;

import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.Verdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at the clock the moment a journal has accepted the last word of a decision. */
final class Accepted implements DecisionJournal {
  private final DecisionJournal journal;
  private final Listener listener;

  Accepted(DecisionJournal journal, Listener listener) {
    this.journal = journal;
    this.listener = listener;
  }

  @Override
  public long append(String deployment, List<? extends JournalEntry> group) {
    long position = journal.append(deployment, group);
    long nanos = System.nanoTime();
    for (JournalEntry entry : group) {
      if (entry instanceof DecisionRecord decision) {
        Verdict verdict = decision.verdict();
        if (verdict != null) {
          listener.accepted(decision, verdict, position, nanos);
        }
      } else if (entry instanceof DecisionSettled settled) {
        listener.accepted(null, settled.verdict(), position, nanos);
      }
    }
    return position;
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

  /** Hears of it on the thread that appended. */
  interface Listener {
    /**
     * A decision has its verdict in the journal.
     *
     * @param decision null when it was settled after orders were sent
     * @param nanos the process's clock right after the append
     */
    void accepted(@Nullable DecisionRecord decision, Verdict verdict, long position, long nanos);
  }
}
