package dev.orrery.executor;

/** What a denial does to the rest of a decision. */
public enum BatchRule {
  /** All or nothing: one denied order denies the decision. */
  ALL,
  /** Action by action: what is denied is left out with all the orders of its action. */
  EACH
}
