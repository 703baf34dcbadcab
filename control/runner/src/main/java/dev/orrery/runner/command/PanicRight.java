package dev.orrery.runner.command;

import dev.orrery.deployment.PanicState;
import dev.orrery.executor.Permit;
import dev.orrery.executor.TradingRight;
import dev.orrery.executor.risk.TradingState;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * The host's say in who may trade: while the panic latch is engaged nothing is opened. Asked before
 * each send; reads what a watcher holds in memory. Thread-safe.
 */
public final class PanicRight implements TradingRight {
  private final Supplier<PanicState> state;
  private final long epoch;
  private final Permit clear;

  /**
   * Of one deployment.
   *
   * @param state how the latch stands, without I/O
   * @param epoch under which this host acts for the deployment
   */
  public PanicRight(Supplier<PanicState> state, long epoch) {
    this.state = state;
    this.epoch = epoch;
    this.clear = new Permit(TradingState.ACTIVE, epoch, Instant.MAX, List.of());
  }

  @Override
  public Permit permit() {
    PanicState now = state.get();
    return now.engaged()
        ? new Permit(TradingState.HALTED, epoch, Instant.MAX, List.of("panic: " + now.reason()))
        : clear;
  }
}
