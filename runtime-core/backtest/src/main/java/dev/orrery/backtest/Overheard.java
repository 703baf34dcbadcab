package dev.orrery.backtest;

import dev.orrery.api.value.Price;
import dev.orrery.broker.paper.TakenFills;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.order.Fill;
import dev.orrery.market.MarketBoard;
import dev.orrery.runtime.recording.DecisionJournal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal and what goes with it, with somebody who listens in. */
final class Overheard implements DecisionJournal {
  private final DecisionJournal journal;
  private final RunListener listener;

  private Overheard(DecisionJournal journal, RunListener listener) {
    this.journal = journal;
    this.listener = listener;
  }

  /** The journal itself when nobody listens. */
  static DecisionJournal journal(DecisionJournal journal, @Nullable RunListener listener) {
    return listener == null ? journal : new Overheard(journal, listener);
  }

  /** The same of the fills that took. */
  static TakenFills fills(TakenFills fills, @Nullable RunListener listener) {
    return listener == null
        ? fills
        : (Fill fill, Price mark) -> {
          fills.took(fill, mark);
          listener.took(fill, mark);
        };
  }

  /**
   * Listens to a board, after whoever listens already.
   *
   * @param settled the phase in which all rows of an instant are there
   */
  static void board(
      MarketBoard board,
      MarketBoard.Phase settled,
      Tape.Span span,
      @Nullable RunListener listener) {
    if (listener != null) {
      listener.begins(span.from(), span.to());
      board.listen(MarketBoard.Phase.BROKERS, (event, now) -> listener.row(event));
      board.listen(settled, (event, now) -> listener.settled());
    }
  }

  @Override
  public long append(String deployment, List<? extends JournalEntry> group) {
    long position = journal.append(deployment, group);
    group.forEach(listener::entry);
    return position;
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
}
