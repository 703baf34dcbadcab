package dev.orrery.api.action;

/** How long a limit order works. */
public enum TimeInForce {
  /** Until cancelled: what does not match rests. */
  GTC,
  /** Immediate or cancel: what does not match at once is cancelled. */
  IOC,
  /** Only as maker: refused when it would match at once (the venue's Alo). */
  POST_ONLY
}
