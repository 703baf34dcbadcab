package dev.orrery.exchange.desk;

import dev.orrery.exchange.fault.Asked;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.Action;
import dev.orrery.hyperliquid.wire.action.BatchModify;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.ModifyOrder;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.action.UpdateIsolatedMargin;
import dev.orrery.hyperliquid.wire.action.UpdateLeverage;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests as faults see them. */
final class Occasions {
  private final List<String> coins;

  Occasions(List<PerpSettings> markets) {
    this.coins = markets.stream().map(PerpSettings::coin).toList();
  }

  /**
   * An action.
   *
   * @param account whose agent the signer is, or the signer
   */
  Asked action(Address signer, Address account, ExchangeRequest request) {
    Set<Address> users = new HashSet<>(List.of(signer, account));
    if (request.vaultAddress() != null) {
      users.add(request.vaultAddress());
    }
    return new Asked(true, request.action().type(), users, coins(request.action()));
  }

  /** A question. */
  static Asked question(String type, InfoRequest<?> request) {
    Set<Address> users =
        request instanceof AccountRequest<?> account ? Set.of(account.user()) : Set.of();
    return new Asked(false, type, users, coins(request));
  }

  private Set<String> coins(Action action) {
    Stream<Integer> assets =
        switch (action) {
          case PlaceOrders it -> it.orders().stream().map(order -> order.asset());
          case CancelOrders it -> it.cancels().stream().map(cancel -> cancel.asset());
          case CancelByCloid it -> it.cancels().stream().map(cancel -> cancel.asset());
          case ModifyOrder it -> Stream.of(it.change().order().asset());
          case BatchModify it -> it.changes().stream().map(change -> change.order().asset());
          case UpdateLeverage it -> Stream.of(it.asset());
          case UpdateIsolatedMargin it -> Stream.of(it.asset());
          default -> Stream.of();
        };
    return assets
        .filter(asset -> asset >= 0 && asset < coins.size())
        .map(coins::get)
        .collect(Collectors.toSet());
  }

  private static Set<String> coins(InfoRequest<?> request) {
    return switch (request) {
      case MarketRequest.Book(var coin, _, _) -> Set.of(coin);
      case MarketRequest.Candles(var range) -> Set.of(range.coin());
      case MarketRequest.FundingHistory(var coin, _, _) -> Set.of(coin);
      case MarketRequest.RecentTrades(var coin) -> Set.of(coin);
      case AccountRequest.ActiveAsset(_, var coin) -> Set.of(coin);
      default -> Set.of();
    };
  }
}
