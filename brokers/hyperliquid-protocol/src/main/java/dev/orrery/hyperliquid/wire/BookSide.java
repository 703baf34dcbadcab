package dev.orrery.hyperliquid.wire;

import com.fasterxml.jackson.annotation.JsonValue;

/** A side of the book. In a trade it is the side of the one who took. */
public enum BookSide {
  /** Buys. */
  BID("B"),
  /** Sells. */
  ASK("A");

  private final String wire;

  BookSide(String wire) {
    this.wire = wire;
  }

  /** The side an order with this flag is on. */
  public static BookSide of(boolean isBuy) {
    return isBuy ? BID : ASK;
  }

  /** {@code B} or {@code A}. */
  @JsonValue
  public String wire() {
    return wire;
  }
}
