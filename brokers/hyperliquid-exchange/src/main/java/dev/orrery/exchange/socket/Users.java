package dev.orrery.exchange.socket;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.util.Optional;

/** Whose account a subscription follows. */
final class Users {
  private Users() {}

  static Optional<Address> of(Subscription subscription) {
    return switch (subscription) {
      case Subscription.ActiveAsset it -> Optional.of(it.user());
      case Subscription.OrderUpdates it -> Optional.of(it.user());
      case Subscription.UserEvents it -> Optional.of(it.user());
      case Subscription.UserFills it -> Optional.of(it.user());
      case Subscription.UserFundings it -> Optional.of(it.user());
      case Subscription.LedgerUpdates it -> Optional.of(it.user());
      case Subscription.Perpetuals it -> Optional.of(it.user());
      case Subscription.OpenOrders it -> Optional.of(it.user());
      case Subscription.Spot it -> Optional.of(it.user());
      case Subscription.AllPerpetuals it -> Optional.of(it.user());
      case Subscription.WebData it -> Optional.of(it.user());
      case Subscription.Notifications it -> Optional.of(it.user());
      case Subscription.TwapStates it -> Optional.of(it.user());
      case Subscription.TwapHistory it -> Optional.of(it.user());
      case Subscription.TwapSliceFills it -> Optional.of(it.user());
      case Subscription.AllMids _,
          Subscription.Book _,
          Subscription.BestPrices _,
          Subscription.Trades _,
          Subscription.Candles _,
          Subscription.AssetContext _,
          Subscription.AllContexts _,
          Subscription.FastContexts _,
          Subscription.OutcomeUpdates _ ->
          Optional.empty();
    };
  }
}
