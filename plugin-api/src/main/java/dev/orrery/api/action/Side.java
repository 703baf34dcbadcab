package dev.orrery.api.action;

/** Direction of an order. */
public enum Side {
  /** Adds base units. */
  BUY,
  /** Removes base units. */
  SELL;

  /** 1 for a buy, -1 for a sell. */
  public int sign() {
    return this == BUY ? 1 : -1;
  }

  /** The other side. */
  public Side opposite() {
    return this == BUY ? SELL : BUY;
  }
}
