package dev.orrery.executor.broker;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.market.MarketListener;
import java.util.List;
import java.util.function.Consumer;

/**
 * A broker that trades against the runtime's own market: a passive state machine without thread or
 * timer. It hears the market in the phase {@code BROKERS}, on the feed's thread, and tells its
 * events from within that call or from within {@link #submit}.
 */
public interface SimulatedBroker extends Broker, MarketListener {
  /**
   * Becomes what the journal says it was. Called once, before anything else; once more, with all
   * entries and no standing, when it throws because it cannot read one: then nothing has changed.
   * Tells no events.
   */
  void restore(AccountHistory history);

  /**
   * Hands over everything it has folded, while nothing happens to the account: what {@link
   * #restore} finds again in an {@link dev.orrery.executor.journal.AccountEntry.Standing}.
   *
   * @param keep journals it; called once, from within this call
   */
  void standing(Consumer<String> keep);

  /** What the account has at the market's prices of now: as much of a {@link #report}. */
  Owned owned();

  /**
   * What an account has.
   *
   * @param balance settled cash
   * @param positions open positions
   */
  record Owned(Usd balance, List<VenueReport.VenuePosition> positions) {}
}
