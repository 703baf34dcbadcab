package dev.orrery.exchange.socket;

import dev.orrery.exchange.fault.Told;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.Trade;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.hyperliquid.wire.socket.MarketMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Messages as faults see them. */
final class Messages {
  private Messages() {}

  static Told told(Subscription topic, ServerMessage message) {
    return new Told(message.channel(), Users.of(topic).orElse(null), coins(message));
  }

  private static Set<String> coins(ServerMessage message) {
    return switch (message) {
      case AccountMessage.UserFills it -> coins(it.fills());
      case AccountMessage.UserEvent it -> it.fills() == null ? Set.of() : coins(it.fills());
      case AccountMessage.OrderUpdates it ->
          it.updates().stream().map(update -> update.order().coin()).collect(Collectors.toSet());
      case AccountMessage.UserFundings it ->
          it.fundings().stream().map(paid -> paid.coin()).collect(Collectors.toSet());
      case AccountMessage.ActiveAsset it -> Set.of(it.asset().coin());
      case MarketMessage.Trades it ->
          it.trades().stream().map(Trade::coin).collect(Collectors.toSet());
      case MarketMessage.Book it -> Set.of(it.book().coin());
      case MarketMessage.BestPrices it -> Set.of(it.coin());
      case MarketMessage.CandleUpdate it -> Set.of(it.candle().coin());
      case MarketMessage.AssetContext it -> Set.of(it.coin());
      case MarketMessage.Mids it -> it.mids().keySet();
      default -> Set.of();
    };
  }

  private static Set<String> coins(List<Fill> fills) {
    return fills.stream().map(Fill::coin).collect(Collectors.toSet());
  }

  /** With its parts in reverse, if it has parts. */
  static ServerMessage reversed(ServerMessage message) {
    return switch (message) {
      case AccountMessage.UserFills(var snapshot, var user, var fills) ->
          new AccountMessage.UserFills(snapshot, user, fills.reversed());
      case AccountMessage.UserEvent it when it.fills() != null ->
          AccountMessage.UserEvent.of(it.fills().reversed());
      case AccountMessage.OrderUpdates(var updates) ->
          new AccountMessage.OrderUpdates(updates.reversed());
      case MarketMessage.Trades(var trades) -> new MarketMessage.Trades(trades.reversed());
      default -> message;
    };
  }
}
