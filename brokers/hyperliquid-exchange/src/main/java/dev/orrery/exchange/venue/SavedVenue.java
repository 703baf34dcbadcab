package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.account.Agents;
import dev.orrery.exchange.venue.account.NonceWindow;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.book.Order.Phase;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.Address;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A venue, to be kept.
 *
 * @param version of this form; a form that others would misread gets another
 * @param settings what it is made of
 * @param clock its times
 * @param ids its numbers
 * @param fees what everybody paid
 * @param rejections refusals by hand
 * @param agents who may trade for whom
 * @param nonces of signers
 * @param markets in the order of their numbers
 * @param accounts in the order they came, the house included
 * @param orders that live, oldest first
 */
record SavedVenue(
    int version,
    VenueSettings settings,
    Clock clock,
    Ids.Saved ids,
    BigDecimal fees,
    Rejections.Saved rejections,
    Agents.Saved agents,
    List<Nonces> nonces,
    List<Market.Saved> markets,
    List<Account.Saved> accounts,
    List<Order.Saved> orders) {
  static final int VERSION = 1;

  /**
   * Times of a venue.
   *
   * @param now its present
   * @param nextFunding when funding is paid next
   * @param markedAt when marks were last taken
   */
  record Clock(long now, long nextFunding, long markedAt) {}

  /**
   * What a signer used.
   *
   * @param signer who
   * @param used lowest first
   */
  record Nonces(Address signer, List<Long> used) {}

  static SavedVenue of(VenueState state, Rejections rejections) {
    List<Nonces> nonces = new ArrayList<>();
    state.nonces().forEach((signer, window) -> nonces.add(new Nonces(signer, window.saved())));
    return new SavedVenue(
        VERSION,
        state.settings(),
        new Clock(state.now(), state.nextFunding(), state.markedAt()),
        state.ids().saved(),
        state.fees().value(),
        rejections.saved(),
        state.agents().saved(),
        nonces,
        state.markets().stream().map(Market::saved).toList(),
        state.accounts().stream().map(Account::saved).toList(),
        state.accounts().stream()
            .flatMap(account -> account.open().stream())
            .sorted(Comparator.comparingLong(Order::oid))
            .map(Order::saved)
            .toList());
  }

  /** Puts it into a venue of the same settings on which nothing has happened. */
  void into(VenueState state, Rejections to) {
    state.load(clock, fees);
    state.ids().load(ids);
    to.set(rejections);
    state.agents().load(agents);
    nonces.forEach(it -> state.nonces().put(it.signer, NonceWindow.load(it.used)));
    for (int asset = 0; asset < markets.size(); asset++) {
      state.marketOf(asset).load(markets.get(asset));
    }
    accounts.forEach(saved -> state.add(Account.load(saved)));
    List<Order> live = orders.stream().map(Order::new).toList();
    live.forEach(order -> state.owner(order.owner()).opened(order));
    live.stream()
        .sorted(Comparator.comparingLong(Order::rank))
        .forEach(order -> putBack(state.marketOf(order.ticket().asset()), order));
    state.markets().forEach(state.events()::knownMid);
  }

  private static void putBack(Market market, Order order) {
    if (order.phase() == Phase.RESTING) {
      market.book().add(order);
    } else if (order.phase() == Phase.WAITING_FOR_TRIGGER) {
      market.triggers().add(order);
    }
  }
}
