package dev.orrery.runtime;

/** How a market stands with regard to its end. */
public enum MarketEnd {
  /** It has not ended. */
  NOT_YET,
  /** It has told everything it had. */
  ENDED,
  /** Its feed failed before its end. */
  FAILED,
  /** The runtime was closed, or its thread interrupted, before its end. */
  CLOSED
}
