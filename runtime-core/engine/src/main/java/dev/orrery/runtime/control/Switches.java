package dev.orrery.runtime.control;

import dev.orrery.executor.Permit;
import dev.orrery.executor.TradingRight;
import dev.orrery.executor.risk.TradingState;
import dev.orrery.runtime.recording.DecisionJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The switches of one deployment and the right to trade that follows from them, from the journal's
 * health and from whatever else the host adds (a lease, a panic). A change is effective at once and
 * durable when the call returns. Thread-safe.
 */
public final class Switches implements TradingRight {
  private static final Logger LOG = LoggerFactory.getLogger(Switches.class);
  private static final Permit ALL_CLEAR =
      new Permit(TradingState.ACTIVE, 0, Instant.MAX, List.of());

  private final String deployment;
  private final LatchStore store;
  private final Supplier<DecisionJournal.Health> journal;
  private final TradingRight host;
  private volatile Latches latches;

  /** Whether the latches differ from what the store has. */
  private volatile boolean unkept;

  /** Whether a thread is on its way to keep them; its monitor orders the writes. */
  private final AtomicBoolean keeping = new AtomicBoolean();

  /**
   * Starts with what was kept.
   *
   * @param host the host's own right: lease, panic; its epoch and end are taken over
   */
  public Switches(
      String deployment,
      LatchStore store,
      Supplier<DecisionJournal.Health> journal,
      TradingRight host) {
    this.deployment = deployment;
    this.store = store;
    this.journal = journal;
    this.host = host;
    this.latches = store.load(deployment);
  }

  /** A right without end, for a host that has nothing to add. */
  public static TradingRight always() {
    return () -> ALL_CLEAR;
  }

  /** How they stand. */
  public Latches latches() {
    return latches;
  }

  /**
   * Changes them: effective first, then durable. When keeping them fails they stay effective, and
   * asking again keeps them.
   */
  public Latches change(UnaryOperator<Latches> change) {
    apply(change);
    keep();
    return latches;
  }

  /** Changes them at once and makes that durable on another thread: for guards within a tick. */
  public void changeSoon(UnaryOperator<Latches> change, Executor saver) {
    apply(change);
    keepSoon(saver);
  }

  /** Makes durable on another thread what is not yet; called again and again until it is. */
  public void keepSoon(Executor saver) {
    if (!unkept || !keeping.compareAndSet(false, true)) {
      return;
    }
    try {
      saver.execute(() -> {
        try {
          keep();
        } catch (RuntimeException e) {
          LOG.error("Switches are not durable yet deployment={} {}", deployment, latches, e);
        } finally {
          keeping.set(false);
        }
      });
    } catch (RejectedExecutionException e) {
      keeping.set(false);
      LOG.debug("Too late for another thread deployment={}", deployment, e);
    }
  }

  /** Makes durable what is not yet. Does I/O. */
  public void keep() {
    synchronized (keeping) {
      if (!unkept) {
        return;
      }
      unkept = false;
      try {
        store.save(deployment, latches);
      } catch (RuntimeException e) {
        unkept = true;
        throw e;
      }
    }
  }

  private synchronized void apply(UnaryOperator<Latches> change) {
    Latches changed = change.apply(latches);
    if (!changed.equals(latches)) {
      latches = changed;
      unkept = true;
    }
  }

  /** Why the strategy must not tick; null when it may. Halted ones tick. */
  public @Nullable String refusesTick() {
    Latches now = latches;
    if (now.stopping() != null) {
      return "stopping: " + now.stopping();
    }
    if (now.flatten() != null) {
      return "flatten: " + now.flatten();
    }
    Quarantine quarantine = now.quarantine();
    if (quarantine != null) {
      return "quarantined: " + quarantine.cause();
    }
    return now.paused() == null ? null : "paused: " + now.paused();
  }

  @Override
  public Permit permit() {
    Permit given = host.permit();
    Latches now = latches;
    DecisionJournal.State journalState = journal.get().state();
    if (now.equals(Latches.NONE)
        && journalState == DecisionJournal.State.DATABASE
        && given.reasons().isEmpty()) {
      return given;
    }
    List<String> reasons = new ArrayList<>(given.reasons());
    TradingState state = given.state();
    if (now.halted() != null) {
      reasons.add("halted: " + now.halted());
      state = TradingState.HALTED;
    }
    String refusal = refusesTick();
    if (refusal != null) {
      reasons.add(refusal);
      state = least(state, TradingState.REDUCING);
    }
    if (journalState == DecisionJournal.State.FAILED) {
      reasons.add("journal: nothing can be written");
      state = least(state, TradingState.REDUCING);
    }
    return new Permit(state, given.epoch(), given.validUntil(), reasons);
  }

  private static TradingState least(TradingState a, TradingState b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
