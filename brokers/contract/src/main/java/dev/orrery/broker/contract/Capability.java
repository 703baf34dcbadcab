package dev.orrery.broker.contract;

/** What a venue, or the harness for it, may be unable to show. Its scenarios are then skipped. */
public enum Capability {
  /** A symbol that exists and has no price. */
  UNPRICED_SYMBOL,
  /** A trade at a resting order's limit that fills part of it. */
  PARTIAL_FILLS,
  /** Orders that are refused when they would take. */
  POST_ONLY,
  /** Orders changed in place. */
  AMENDMENTS,
  /** Orders that wait for a mark price. */
  TRIGGER_ORDERS,
  /** Trigger orders with a limit price. */
  STOP_LIMITS,
  /** Exits bound to an entry. */
  BOUND_EXITS,
  /** A margin mode of its own for each position. */
  ISOLATED_MARGIN,
  /** A market that can be moved far enough to liquidate the account. */
  LIQUIDATION,
  /** Time that can be moved over a full hour. */
  FUNDING,
  /** Money that can be brought in. */
  DEPOSITS,
  /** Orders that somebody else places on the account. */
  FOREIGN_ORDERS,
  /** Opening the same account again with its history. */
  RESTART,
  /** A venue that goes on while no broker is connected. */
  VENUE_GOES_ON,
  /** A line between broker and venue that can be made to fail. */
  LINE_FAULTS,
  /** An account that must not or cannot be opened. */
  REFUSED_OPENING
}
