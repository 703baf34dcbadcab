package dev.orrery.api.action;

/** What collateral stands behind a position. */
public enum MarginMode {
  /** The whole account. */
  CROSS,
  /** A sum set apart for this position. */
  ISOLATED
}
