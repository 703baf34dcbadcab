package dev.orrery.hyperliquid.wire.info;

/**
 * An order and its status.
 *
 * @param order the order
 * @param status as the venue says; see {@link #state}
 * @param statusTimestamp since when, epoch milliseconds
 */
public record OrderRecord(DetailedOrder order, String status, long statusTimestamp) {
  /** What kind of status it is. */
  public OrderState state() {
    return OrderState.of(status);
  }
}
