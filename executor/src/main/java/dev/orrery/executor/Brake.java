package dev.orrery.executor;

import dev.orrery.executor.risk.TradingState;

/** What holds one desk back, whatever its permit says. Thread-safe. */
final class Brake {
  private volatile boolean closing;
  private volatile boolean halted;

  /** Opens nothing while set. */
  void closing(boolean wanted) {
    closing = wanted;
  }

  /** Opens nothing until released. */
  void halt() {
    halted = true;
  }

  void release() {
    halted = false;
  }

  /** The lower of the permit's state and this brake's. */
  TradingState under(Permit permit) {
    if (halted || permit.state() == TradingState.HALTED) {
      return TradingState.HALTED;
    }
    return closing ? TradingState.REDUCING : permit.state();
  }
}
