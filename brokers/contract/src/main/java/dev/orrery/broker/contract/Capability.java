package dev.orrery.broker.contract;

/** What a venue, or the harness for it, may be unable to show. Its scenarios are then skipped. */
public enum Capability {
  /** A symbol that exists and has no price. */
  UNPRICED_SYMBOL,
  /** A trade at a resting order's limit that fills part of it. */
  PARTIAL_FILLS,
  /** Orders changed in place. */
  AMENDMENTS,
  /** Trigger orders with a limit price. */
  STOP_LIMITS,
  /** Exits bound to an entry. */
  BOUND_EXITS,
  /** A market that can be moved far enough to liquidate the account. */
  LIQUIDATION,
  /** Time that can be moved over a full hour. */
  FUNDING,
  /** Opening the same account again with its history. */
  RESTART
}
