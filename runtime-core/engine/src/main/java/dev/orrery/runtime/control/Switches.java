package dev.orrery.runtime.control;

import dev.orrery.executor.Permit;
import dev.orrery.executor.TradingRight;
import dev.orrery.executor.TradingState;
import dev.orrery.runtime.recording.DecisionJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The switches of one deployment and the right to trade that follows from them, from the journal's
 * health and from whatever else the host adds (a lease, a panic). A change is effective at once and
 * durable when the call returns. Thread-safe.
 */
public final class Switches implements TradingRight {
  private static final Permit ALL_CLEAR =
      new Permit(TradingState.ACTIVE, 0, Instant.MAX, List.of());

  private final String deployment;
  private final LatchStore store;
  private final Supplier<DecisionJournal.Health> journal;
  private final TradingRight host;
  private volatile Latches latches;

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

  /** Changes them: effective first, then durable. */
  public synchronized Latches change(UnaryOperator<Latches> change) {
    Latches changed = change.apply(latches);
    if (!changed.equals(latches)) {
      latches = changed;
      store.save(deployment, changed);
    }
    return changed;
  }

  /** Changes them at once and makes that durable on another thread: for guards within a tick. */
  public void changeSoon(UnaryOperator<Latches> change, Executor saver) {
    synchronized (this) {
      latches = change.apply(latches);
    }
    saver.execute(() -> {
      synchronized (this) {
        store.save(deployment, latches);
      }
    });
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
