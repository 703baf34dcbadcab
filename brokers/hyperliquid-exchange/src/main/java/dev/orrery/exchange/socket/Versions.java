package dev.orrery.exchange.socket;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often parts of the venue have changed, by which a channel sees that it has news. */
final class Versions {
  private static final String MIDS = "mids";
  private static final String CONTEXTS = "contexts";

  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  void mids() {
    count(MIDS);
  }

  void book(String coin) {
    count("book " + coin);
  }

  void context(String coin) {
    count("context " + coin);
    count(CONTEXTS);
  }

  void account(Address user) {
    count(user.hex());
  }

  private void count(String part) {
    counts.merge(part, 1L, Long::sum);
  }

  /** A number that grows whenever what the channel tells may have changed. */
  long of(Subscription subscription) {
    long sum = 0;
    for (String part : parts(subscription)) {
      sum += counts.getOrDefault(part, 0L);
    }
    return sum;
  }

  private static List<String> parts(Subscription subscription) {
    return switch (subscription) {
      case Subscription.AllMids _ -> List.of(MIDS);
      case Subscription.Book it -> List.of("book " + it.coin());
      case Subscription.BestPrices it -> List.of("book " + it.coin());
      case Subscription.AssetContext it -> List.of("context " + it.coin());
      case Subscription.AllContexts _, Subscription.FastContexts _ -> List.of(CONTEXTS);
      case Subscription.ActiveAsset it -> List.of("context " + it.coin(), it.user().hex());
      default -> Users.of(subscription).map(it -> List.of(it.hex())).orElse(List.of());
    };
  }
}
