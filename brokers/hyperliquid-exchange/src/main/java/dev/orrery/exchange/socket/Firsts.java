package dev.orrery.exchange.socket;

import dev.orrery.exchange.desk.Mids;
import dev.orrery.exchange.venue.Venue;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.info.UserFunding;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.hyperliquid.wire.socket.MarketMessage;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.util.List;

/** What a channel begins with after somebody subscribed. Asks the venue, under its lock. */
final class Firsts {
  private final States states;

  Firsts(Mids mids) {
    this.states = new States(mids);
  }

  List<ServerMessage> of(Subscription subscription, Venue venue) {
    return switch (subscription) {
      case Subscription.UserFills(var user, var together) ->
          List.of(
              new AccountMessage.UserFills(
                  true, user, list(venue, new AccountRequest.Fills(user, together))));
      case Subscription.UserFundings(var user) ->
          List.of(
              new AccountMessage.UserFundings(
                  true,
                  user,
                  list(venue, new AccountRequest.Funding(user, 0L, null)).stream()
                      .map(Firsts::paid)
                      .toList()));
      case Subscription.LedgerUpdates(var user) ->
          List.of(
              new AccountMessage.LedgerUpdates(
                  true, user, list(venue, new AccountRequest.Ledger(user, 0L, null))));
      case Subscription.Trades(var coin) -> trades(venue, coin);
      case Subscription.TwapHistory(var user) ->
          List.of(new AccountMessage.TwapHistory(true, user, List.of()));
      case Subscription.TwapSliceFills(var user) ->
          List.of(new AccountMessage.TwapSliceFills(true, user, List.of()));
      case Subscription.Candles _,
          Subscription.OrderUpdates _,
          Subscription.UserEvents _,
          Subscription.Notifications _,
          Subscription.OutcomeUpdates _ ->
          List.of();
      default -> states.of(subscription, venue).map(List::of).orElse(List.of());
    };
  }

  private static List<ServerMessage> trades(Venue venue, String coin) {
    var recent = list(venue, new MarketRequest.RecentTrades(coin));
    return recent.isEmpty() ? List.of() : List.of(new MarketMessage.Trades(recent));
  }

  static AccountMessage.FundingPaid paid(UserFunding funding) {
    return new AccountMessage.FundingPaid(
        funding.time(),
        funding.delta().coin(),
        funding.delta().usdc(),
        funding.delta().szi(),
        funding.delta().fundingRate(),
        funding.delta().nSamples());
  }

  private static <T> List<T> list(Venue venue, InfoRequest<List<T>> request) {
    List<T> answer = venue.info(request);
    return answer == null ? List.of() : answer;
  }
}
