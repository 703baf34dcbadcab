package dev.orrery.hyperliquid.client;

/** Why there is no answer. */
public enum Trouble {
  /** No connection came about, so nothing was sent. */
  NOT_CONNECTED,
  /** The limits have no room now, so nothing was sent. */
  NO_BUDGET,
  /** It took too long. */
  TIMEOUT,
  /** The connection broke. */
  CONNECTION_LOST,
  /** The calling thread was interrupted; it still is. */
  INTERRUPTED,
  /** A status of 500 and above: the venue or something before it is unwell. */
  SERVER_ERROR,
  /** Status 429: too much weight from this address of the internet. */
  RATE_LIMITED,
  /** Another status that is no success. */
  HTTP_STATUS,
  /** A success whose content cannot be read. */
  BROKEN_ANSWER;

  /** Whether asking again a moment later may help. */
  boolean passes() {
    return switch (this) {
      case NOT_CONNECTED, TIMEOUT, CONNECTION_LOST, SERVER_ERROR -> true;
      case NO_BUDGET, INTERRUPTED, RATE_LIMITED, HTTP_STATUS, BROKEN_ANSWER -> false;
    };
  }
}
