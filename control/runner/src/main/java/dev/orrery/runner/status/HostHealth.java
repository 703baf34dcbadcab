package dev.orrery.runner.status;

import dev.orrery.deployment.PanicState;
import dev.orrery.runtime.RuntimeHealth;
import dev.orrery.runtime.StrategyRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host is alive, ready, safe to trade, degraded: four questions with an answer each.
 * Answers while it boots and while it ends, too, and does no I/O. Thread-safe.
 */
public final class HostHealth {
  private volatile String phase = "booting";
  private volatile @Nullable StrategyRuntime runtime;
  private volatile @Nullable Supplier<PanicState> panic;
  private volatile Supplier<Optional<String>> journal = Optional::empty;
  private volatile BooleanSupplier listening = () -> true;
  private volatile IntSupplier unwritten = () -> 0;
  private volatile Supplier<Optional<String>> server = Optional::empty;

  /**
   * The answers.
   *
   * @param alive the process does its work
   * @param ready strategies are asked
   * @param safeToTrade nothing would refuse an open
   * @param degraded it works, but should be started again when that suits
   * @param phase {@code booting running stopping}
   * @param reasons why one of them is not so, or soon may not be
   */
  public record Answer(
      boolean alive,
      boolean ready,
      boolean safeToTrade,
      boolean degraded,
      String phase,
      List<String> reasons) {
    /** Copies. */
    public Answer {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * It is up.
   *
   * @param journalBroken what is wrong with the journal for good
   * @param commandsHeard whether notifications of the database arrive
   * @param pending how many switches the database does not know of yet
   * @param trouble what is wrong with the database's server, if anything
   */
  public void running(
      StrategyRuntime up,
      Supplier<PanicState> latch,
      Supplier<Optional<String>> journalBroken,
      BooleanSupplier commandsHeard,
      IntSupplier pending,
      Supplier<Optional<String>> trouble) {
    panic = latch;
    journal = journalBroken;
    listening = commandsHeard;
    unwritten = pending;
    server = trouble;
    runtime = up;
    phase = "running";
  }

  /** It ends. */
  public void stopping() {
    phase = "stopping";
  }

  /** How it stands now. */
  public Answer answer() {
    StrategyRuntime up = runtime;
    String now = phase;
    if (up == null || !now.equals("running")) {
      return new Answer(true, false, false, false, now, List.of("host: " + now));
    }
    RuntimeHealth health = up.health();
    List<String> reasons = new ArrayList<>(health.reasons());
    boolean safe = health.safeToTrade();
    Supplier<PanicState> latch = panic;
    if (latch != null && latch.get().engaged()) {
      safe = false;
      reasons.add("panic: " + latch.get().reason());
    }
    if (!listening.getAsBoolean()) {
      reasons.add("database: notifications are not heard, commands wait for it");
    }
    server.get().ifPresent(what -> reasons.add("database: " + what));
    int pending = unwritten.getAsInt();
    if (pending > 0) {
      reasons.add("switches: " + pending + " in force and on disk, not in the database yet");
    }
    Optional<String> broken = journal.get();
    broken.ifPresent(why -> reasons.add("journal: " + why));
    boolean writes = broken.isEmpty();
    return new Answer(
        health.alive() && writes,
        health.ready() && writes,
        safe && writes,
        health.degraded(),
        now,
        reasons);
  }
}
