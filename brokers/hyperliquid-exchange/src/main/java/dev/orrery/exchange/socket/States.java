package dev.orrery.exchange.socket;

import dev.orrery.exchange.desk.Mids;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.Venue;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.AssetCtx;
import dev.orrery.hyperliquid.wire.info.BookLevel;
import dev.orrery.hyperliquid.wire.info.L2Book;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.info.MetaAndAssetCtxs;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.hyperliquid.wire.socket.MarketMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Channels of which each message is the whole present state. Asks the venue, under its lock. */
final class States {
  private static final int FAST_LEVELS = 5;

  private final Mids mids;

  States(Mids mids) {
    this.mids = mids;
  }

  /** How often at most; null for a channel that tells events, not states. */
  static @Nullable Duration pace(Subscription subscription, Cadence cadence) {
    return switch (subscription) {
      case Subscription.AllMids _ -> cadence.mids();
      case Subscription.Book _ -> cadence.book();
      case Subscription.BestPrices _ -> Duration.ZERO;
      case Subscription.AssetContext _, Subscription.AllContexts _, Subscription.FastContexts _ ->
          cadence.context();
      case Subscription.ActiveAsset _,
          Subscription.Perpetuals _,
          Subscription.AllPerpetuals _,
          Subscription.OpenOrders _,
          Subscription.Spot _,
          Subscription.TwapStates _ ->
          cadence.account();
      case Subscription.WebData _ -> cadence.web();
      case Subscription.Trades _,
          Subscription.Candles _,
          Subscription.OutcomeUpdates _,
          Subscription.OrderUpdates _,
          Subscription.UserEvents _,
          Subscription.UserFills _,
          Subscription.UserFundings _,
          Subscription.LedgerUpdates _,
          Subscription.Notifications _,
          Subscription.TwapHistory _,
          Subscription.TwapSliceFills _ ->
          null;
    };
  }

  /** The present state; empty of a market there is not. */
  Optional<ServerMessage> of(Subscription subscription, Venue venue) {
    return Optional.ofNullable(
        switch (subscription) {
          case Subscription.AllMids(var dex) -> new MarketMessage.Mids(mids.of(venue, dex), dex);
          case Subscription.Book it -> book(it, venue);
          case Subscription.BestPrices(var coin) -> best(coin, venue);
          case Subscription.AssetContext(var coin) -> context(coin, venue);
          case Subscription.AllContexts _ ->
              new MarketMessage.AllContexts(
                  List.of(new MarketMessage.AllContexts.DexContexts("", contexts(venue))));
          case Subscription.FastContexts _ -> fast(venue);
          case Subscription.ActiveAsset(var user, var coin) ->
              message(
                  venue.info(new AccountRequest.ActiveAsset(user, coin)),
                  AccountMessage.ActiveAsset::new);
          case Subscription.Perpetuals(var user, var dex) ->
              message(
                  venue.info(new AccountRequest.Perpetuals(user, dex)),
                  it -> new AccountMessage.Perpetuals(named(dex), user, it));
          case Subscription.AllPerpetuals(var user) ->
              message(
                  venue.info(new AccountRequest.Perpetuals(user, null)),
                  it ->
                      new AccountMessage.AllPerpetuals(
                          user, List.of(new AccountMessage.AllPerpetuals.DexPerpetuals("", it))));
          case Subscription.OpenOrders(var user, var dex) ->
              message(
                  venue.info(new AccountRequest.DetailedOpenOrders(user, dex)),
                  it -> new AccountMessage.OpenOrders(named(dex), user, it));
          case Subscription.Spot(var user) ->
              message(
                  venue.info(new AccountRequest.Spot(user)),
                  it -> new AccountMessage.Spot(user, it));
          case Subscription.TwapStates(var user, var dex) ->
              new AccountMessage.TwapStates(named(dex), user, List.of());
          case Subscription.WebData(var user) -> web(user, venue);
          default -> null;
        });
  }

  private static <T> @Nullable ServerMessage message(
      @Nullable T answer, Function<T, ServerMessage> as) {
    return answer == null ? null : as.apply(answer);
  }

  private static String named(@Nullable String dex) {
    return dex == null ? "" : dex;
  }

  private static @Nullable ServerMessage book(Subscription.Book wanted, Venue venue) {
    L2Book book =
        venue.info(new MarketRequest.Book(wanted.coin(), wanted.nSigFigs(), wanted.mantissa()));
    if (book == null) {
      return null;
    }
    if (!Boolean.TRUE.equals(wanted.fast())) {
      return new MarketMessage.Book(book);
    }
    return new MarketMessage.Book(
        new L2Book(
            book.coin(),
            book.time(),
            book.levels().stream()
                .map(side -> side.subList(0, Math.min(FAST_LEVELS, side.size())))
                .toList(),
            book.spread(),
            true));
  }

  private static @Nullable ServerMessage best(String coin, Venue venue) {
    L2Book book = venue.info(new MarketRequest.Book(coin, null, null));
    return book == null
        ? null
        : new MarketMessage.BestPrices(
            coin,
            book.time(),
            new MarketMessage.BestPrices.Pair(first(book.bids()), first(book.asks())));
  }

  private static @Nullable BookLevel first(List<BookLevel> side) {
    return side.isEmpty() ? null : side.getFirst();
  }

  private static List<AssetCtx> contexts(Venue venue) {
    MetaAndAssetCtxs states = venue.info(new MarketRequest.PerpStates(null));
    return states == null ? List.of() : states.ctxs();
  }

  private static @Nullable ServerMessage context(String coin, Venue venue) {
    List<PerpSettings> markets = venue.settings().markets();
    List<AssetCtx> contexts = contexts(venue);
    for (int i = 0; i < Math.min(markets.size(), contexts.size()); i++) {
      if (markets.get(i).coin().equals(coin)) {
        return new MarketMessage.AssetContext(coin, contexts.get(i));
      }
    }
    return null;
  }

  private static ServerMessage fast(Venue venue) {
    List<PerpSettings> markets = venue.settings().markets();
    List<AssetCtx> contexts = contexts(venue);
    Map<String, MarketMessage.FastContexts.Prices> prices = new HashMap<>();
    for (int i = 0; i < Math.min(markets.size(), contexts.size()); i++) {
      AssetCtx context = contexts.get(i);
      prices.put(
          markets.get(i).coin(),
          new MarketMessage.FastContexts.Prices(context.markPx(), context.midPx()));
    }
    return new MarketMessage.FastContexts(prices);
  }

  private static ServerMessage web(Address user, Venue venue) {
    return new AccountMessage.WebData(
        new AccountMessage.WebData.UserState(
            null, null, BigDecimal.ZERO, venue.now(), false, user, null),
        List.of(new AccountMessage.WebData.DexState(BigDecimal.ZERO)));
  }
}
