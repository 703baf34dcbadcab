package dev.orrery.market;

/**
 * Market data could not be had for now; bar closes stand in (event {@code all_mids_fetch_failed}).
 */
public final class MarketDataException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The venue's answer or the network's. */
  public MarketDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
