package dev.orrery.broker.contract;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerEvents;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.kernel.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A broker on a venue whose market the suite can move. Implemented by those who test a broker; made
 * anew for each scenario and closed after it.
 *
 * <p>The account begins flat with 10,000 USD. The instrument takes whole prices and lots of 0.01,
 * has a smallest order value of 10 USD and a highest leverage of at least 20; nobody else trades
 * it, so its last trade is its mark price. Slippage is at most 1 %.
 */
public interface BrokerHarness extends AutoCloseable {
  /** Why a capability is missing; empty when it is there. */
  default Optional<String> lacks(Capability capability) {
    return Optional.empty();
  }

  /** Opens the account. */
  Broker open(BrokerEvents events);

  /**
   * Opens the same account again, as after a crash; the broker before is not used any more. Needs
   * {@link Capability#RESTART}.
   */
  Broker reopen(BrokerEvents events, AccountHistory history);

  /** The time the market runs on. */
  Timeline timeline();

  /** What is traded. */
  Instrument instrument();

  /** A symbol without a price. Needs {@link Capability#UNPRICED_SYMBOL}. */
  String unpricedSymbol();

  /** Others trade this much at this price, a moment later than what came before. */
  void trade(Price price, Quantity size);

  /** Time passes without a trade, then the last price is confirmed. */
  void pass(Duration time);

  /** Until when what is sent now is valid, on the process's clock. */
  default Instant validUntil() {
    return timeline().now().plusSeconds(5);
  }

  /** How long a scenario waits for news of the venue; none for a broker that tells at once. */
  default Duration patience() {
    return Duration.ZERO;
  }

  @Override
  void close();
}
