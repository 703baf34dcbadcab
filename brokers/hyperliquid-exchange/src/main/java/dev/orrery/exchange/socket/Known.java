package dev.orrery.exchange.socket;

import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which subscriptions there can be. */
final class Known {
  private static final Set<String> INTERVALS =
      Set.of("1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "8h", "12h", "1d", "3d", "1w", "1M");

  private Known() {}

  static boolean isKnown(Subscription topic, List<PerpSettings> markets) {
    return switch (topic) {
      case Subscription.Book it -> isMarket(it.coin(), markets) && isPutTogether(it);
      case Subscription.BestPrices it -> isMarket(it.coin(), markets);
      case Subscription.Trades it -> isMarket(it.coin(), markets);
      case Subscription.Candles it ->
          isMarket(it.coin(), markets) && INTERVALS.contains(it.interval());
      case Subscription.AssetContext it -> isMarket(it.coin(), markets);
      case Subscription.ActiveAsset it -> isMarket(it.coin(), markets);
      case Subscription.AllMids it -> it.dex() == null;
      case Subscription.Perpetuals it -> isFirst(it.dex());
      case Subscription.OpenOrders it -> isFirst(it.dex());
      case Subscription.TwapStates it -> isFirst(it.dex());
      default -> true;
    };
  }

  private static boolean isMarket(String coin, List<PerpSettings> markets) {
    return markets.stream().anyMatch(it -> it.coin().equals(coin));
  }

  /** There is one dex, which has no name. */
  private static boolean isFirst(@Nullable String dex) {
    return dex == null || dex.isEmpty();
  }

  private static boolean isPutTogether(Subscription.Book book) {
    Integer figures = book.nSigFigs();
    Integer mantissa = book.mantissa();
    return (figures == null || (figures >= 2 && figures <= 5))
        && (mantissa == null
            || (figures != null && figures == 5 && Set.of(1, 2, 5).contains(mantissa)));
  }
}
