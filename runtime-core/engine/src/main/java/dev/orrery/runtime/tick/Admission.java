package dev.orrery.runtime.tick;

import dev.orrery.api.Trigger;
import dev.orrery.market.MarketBoard;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.trigger.FiredTrigger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a firing becomes a decision: the journal has room for it, it is seen for the first time,
 * and nothing speaks against asking the strategy. In this order: a firing that could not be
 * recorded must not count as seen. Thread-safe.
 */
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final DecisionJournal journal;
  private final MarketBoard board;
  private final AtomicLong noRoom = new AtomicLong();

  Admission(DecisionJournal journal, MarketBoard board) {
    this.journal = journal;
    this.board = board;
  }

  /** Takes room in the journal, to be released at the end of the tick; false when there is none. */
  boolean reserve(StrategyUnit unit) {
    if (journal.reserve()) {
      return true;
    }
    noRoom.incrementAndGet();
    LOG.warn("The journal has no room: a tick is refused strategy={}", unit.name());
    return false;
  }

  /** Whether it has not been here before; otherwise the room is given back. */
  boolean isFirst(StrategyUnit unit, FiredTrigger firing) {
    boolean first = false;
    try {
      first = unit.ledger().first(firing);
      return first;
    } finally {
      if (!first) {
        journal.release();
      }
    }
  }

  /**
   * Why the strategy is not asked; null when it is.
   *
   * @param edition what it would decide by; null while its jar is away
   */
  @Nullable String refusal(StrategyUnit unit, @Nullable Edition edition, FiredTrigger firing) {
    String switched = unit.switches().refusesTick();
    if (switched != null) {
      return switched;
    }
    String notReady = edition == null ? String.valueOf(unit.away()) : notReady(edition);
    if (notReady != null) {
      return notReady;
    }
    if (!(firing.trigger() instanceof Trigger.Manual) && !unit.health().admit()) {
      return "unhealthy: " + unit.health().standing().cause();
    }
    return null;
  }

  /** Why a version is not asked yet; null when it is. */
  @Nullable String notReady(Edition edition) {
    return edition.isReady() ? null : edition.notReady(board.snapshot());
  }

  /** Firings that found no room. */
  long refusedForRoom() {
    return noRoom.get();
  }
}
