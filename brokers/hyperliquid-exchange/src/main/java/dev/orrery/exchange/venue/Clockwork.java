package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.account.Account;
import dev.orrery.exchange.venue.book.Order;
import dev.orrery.exchange.venue.market.Market;
import java.math.BigDecimal;

/**
 * What happens by time alone: funding at its hour, scheduled cancels, samples of the premium every
 * five seconds, marks every three, and quotes that are put back.
 */
final class Clockwork {
  private static final long MARK_MILLIS = 3_000;

  private final VenueState state;
  private final Funding funding;
  private final OrderEnds ends;
  private final Quotes quotes;

  Clockwork(VenueState state, Funding funding, OrderEnds ends, Quotes quotes) {
    this.state = state;
    this.funding = funding;
    this.ends = ends;
    this.quotes = quotes;
  }

  /** Lets time pass. */
  void advance(long to) {
    if (state.nextFunding() == 0) {
      state.now(to);
      state.nextFunding(Funding.next(to));
      state.markets().forEach(this::mark);
    }
    long next = next();
    while (next <= to) {
      state.now(next);
      state.ids().next();
      sample();
      if (state.nextFunding() <= state.now()) {
        funding.payAll();
        state.nextFunding(Funding.next(state.now()));
      }
      fireSwitches();
      next = next();
    }
    state.now(to);
    sample();
    state.agents().prune(state.now());
    remark();
  }

  private long next() {
    long next = state.nextFunding();
    for (Account account : state.accounts()) {
      long at = account.deadMan().at();
      next = at == 0 ? next : Math.min(next, at);
    }
    return next;
  }

  private void sample() {
    for (Market market : state.markets()) {
      if (market.premium().due(state.now())) {
        BigDecimal premium = market.currentPremium();
        market.premium().sample(state.now(), premium == null ? BigDecimal.ZERO : premium);
      }
    }
  }

  private void fireSwitches() {
    for (Account account : state.accounts()) {
      if (account.deadMan().due(state.now())) {
        account.deadMan(account.deadMan().fire(state.now()));
        for (Order order : account.open()) {
          if (order.phase() != Order.Phase.DONE) {
            ends.endByVenue(order, OrderEnds.SCHEDULED);
          }
        }
      }
    }
  }

  private void remark() {
    if (state.now() - state.markedAt() < MARK_MILLIS) {
      return;
    }
    state.markedAt(state.now());
    for (Market market : state.markets()) {
      quotes.refill(market);
      mark(market);
    }
    state.allUnsettled();
  }

  /** Takes the mark of a market anew. */
  void mark(Market market) {
    BigDecimal before = market.prices().mark();
    market
        .prices()
        .mark(state.now(), market.book().bestPrice(true), market.book().bestPrice(false));
    if (market.prices().mark().compareTo(before) != 0) {
      state.events().contextChanged(market);
      state.allUnsettled();
    }
  }
}
