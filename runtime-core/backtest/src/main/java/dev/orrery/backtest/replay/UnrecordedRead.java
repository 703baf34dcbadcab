package dev.orrery.backtest.replay;

/** Ends a decision that asks for what was not recorded: nothing true could be answered. */
final class UnrecordedRead extends Error {
  private static final long serialVersionUID = 1L;

  UnrecordedRead(String message) {
    super(message, null, false, false);
  }
}
