package dev.orrery.exchange.fault;

import java.util.List;

/** How troubles are called. */
final class Words {
  static final List<String> ALL =
      List.of(
          "lostReply",
          "delay",
          "status",
          "rejectOrders",
          "duplicate",
          "reorder",
          "missing",
          "drop",
          "silence",
          "staleMids",
          "skew",
          "restart",
          "revokeAgent",
          "liquidate",
          "fund",
          "holdOracle");

  private Words() {}

  static String of(Trouble trouble) {
    return switch (trouble) {
      case Trouble.LostReply _ -> "lostReply";
      case Trouble.Delay _ -> "delay";
      case Trouble.Status _ -> "status";
      case Trouble.RejectOrders _ -> "rejectOrders";
      case Trouble.Duplicate _ -> "duplicate";
      case Trouble.Reorder _ -> "reorder";
      case Trouble.Missing _ -> "missing";
      case Trouble.Drop _ -> "drop";
      case Trouble.Silence _ -> "silence";
      case Trouble.StaleMids _ -> "staleMids";
      case Trouble.Skew _ -> "skew";
      case Trouble.Restart _ -> "restart";
      case Trouble.RevokeAgent _ -> "revokeAgent";
      case Trouble.Liquidate _ -> "liquidate";
      case Trouble.Fund _ -> "fund";
      case Trouble.HoldOracle _ -> "holdOracle";
    };
  }
}
