package dev.orrery.hyperliquid.client;

import dev.orrery.hyperliquid.wire.action.Action;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.action.ScheduleCancel;
import dev.orrery.hyperliquid.wire.action.TwapCancel;

/** What an action is for, which decides how much of the limits it may use. */
public enum Purpose {
  /** Anything that can wait: the last part of every limit is not for it. */
  ORDINARY,
  /** Makes a position smaller. */
  PROTECTIVE,
  /** Takes orders back; the venue itself allows more of these. */
  CANCEL;

  /** The purpose of an action. */
  public static Purpose of(Action action) {
    return switch (action) {
      case CancelOrders it -> CANCEL;
      case CancelByCloid it -> CANCEL;
      case TwapCancel it -> CANCEL;
      case ScheduleCancel it -> PROTECTIVE;
      case PlaceOrders it when it.orders().stream().allMatch(OrderRequest::reduceOnly) ->
          PROTECTIVE;
      case Action it -> ORDINARY;
    };
  }
}
