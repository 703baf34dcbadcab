package dev.orrery.broker.contract;

import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A broker on a venue whose market the suite can move. Implemented by those who test a broker; made
 * anew for each scenario and closed after it.
 *
 * <p>The account begins flat with 10,000 USD, told as a deposit or merely reported. The instrument
 * takes whole prices, and multiples of 0.1 as quantities; one lot is worth less than its smallest
 * order value at 1000, so with 10 USD a lot is at most 0.005; its highest leverage is 20 to 70, and
 * 15 or more is in force when nobody has set one. Nobody else trades it, so its last trade is its
 * mark price. Slippage is at most 1 %.
 */
public interface BrokerHarness extends AutoCloseable {
  /** Why a capability is missing; empty when it is there. */
  default Optional<String> lacks(Capability capability) {
    return Optional.empty();
  }

  /**
   * Opens the account. Called again to open the same account as after a crash, with the broker
   * before it closed and no longer heard; a {@link SimulatedBroker} is then handed its history.
   */
  BrokerFactory factory();

  /** The time the market runs on. */
  Timeline timeline();

  /** What is traded. */
  Instrument instrument();

  /** Everything the broker is told of. */
  default List<Instrument> instruments() {
    return List.of(instrument());
  }

  /** The market that a broker is given. */
  default MarketSnapshot market() {
    throw new UnsupportedOperationException("this broker is given no market");
  }

  /** Lets a simulated broker hear the market from now on, and no other. */
  default void attach(SimulatedBroker broker) {
    throw new UnsupportedOperationException("this broker hears no market");
  }

  /** A symbol without a price. Needs {@link Capability#UNPRICED_SYMBOL}. */
  default String unpricedSymbol() {
    throw missing(Capability.UNPRICED_SYMBOL);
  }

  /** Others trade this much at this price, a moment later than what came before. */
  void trade(Price price, Quantity size);

  /** Time passes without a trade, then the last price is confirmed. */
  void pass(Duration time);

  /**
   * Returns once everything that was asked, traded or passed has taken effect and all news of it
   * has been told. What must not happen is looked for after this; without it nothing is proved
   * about a venue that takes its time. Nothing to do for a broker that tells at once.
   */
  default void settle() {}

  /** What happens to the line from now on. Needs {@link Capability#LINE_FAULTS}. */
  default void line(LineFault fault) {
    throw missing(Capability.LINE_FAULTS);
  }

  /** Money comes in. Needs {@link Capability#DEPOSITS}. */
  default void deposit(Usd amount) {
    throw missing(Capability.DEPOSITS);
  }

  /** Somebody else places a limit order on the account. {@link Capability#FOREIGN_ORDERS}. */
  default void placeElsewhere(Side side, Quantity quantity, Price limit) {
    throw missing(Capability.FOREIGN_ORDERS);
  }

  /** Opens an account that must be refused. Needs {@link Capability#REFUSED_OPENING}. */
  default BrokerFactory refusing() {
    throw missing(Capability.REFUSED_OPENING);
  }

  /** Until when what is sent now is valid, on the process's clock. */
  default Instant validUntil() {
    return timeline().now().plusSeconds(5);
  }

  /** How long a scenario waits for news of the venue; none for a broker that tells at once. */
  default Duration patience() {
    return Duration.ZERO;
  }

  /** How long a call of the broker may take; less for one that is quick to give up. */
  default Duration answerLimit() {
    return Duration.ofSeconds(5);
  }

  @Override
  void close();

  private static UnsupportedOperationException missing(Capability capability) {
    return new UnsupportedOperationException(
        "the harness does not say that it lacks " + capability + ", and does not show it");
  }
}
