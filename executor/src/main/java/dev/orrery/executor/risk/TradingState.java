package dev.orrery.executor.risk;

/** What may be sent. */
public enum TradingState {
  /** Everything the caps allow. */
  ACTIVE,
  /** Only what shrinks a position or cancels ({@code manage_only} in settings). */
  REDUCING,
  /** As REDUCING, until a person clears it. */
  HALTED
}
