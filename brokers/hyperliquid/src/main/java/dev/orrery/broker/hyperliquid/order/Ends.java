package dev.orrery.broker.hyperliquid.order;

import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.hyperliquid.wire.info.OrderState;
import java.util.Locale;

/** The venue's words for the end of an order, in ours. */
final class Ends {
  private Ends() {}

  static CloseReason of(String status) {
    if (OrderState.of(status) == OrderState.FILLED) {
      return CloseReason.FILLED;
    }
    return switch (status.toLowerCase(Locale.ROOT)) {
      case "canceled" -> CloseReason.CANCELLED;
      case "margincanceled" -> CloseReason.MARGIN;
      case "reduceonlycanceled" -> CloseReason.REDUCE_ONLY;
      case "siblingfilledcanceled" -> CloseReason.SIBLING;
      case "liquidatedcanceled" -> CloseReason.LIQUIDATION;
      case "ioccancelrejected", "marketordernoliquidityrejected" -> CloseReason.IOC_REMAINDER;
      default ->
          OrderState.of(status) == OrderState.REJECTED ? CloseReason.REJECTED : CloseReason.OTHER;
    };
  }
}
