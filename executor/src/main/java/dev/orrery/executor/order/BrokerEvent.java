package dev.orrery.executor.order;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.time.Instant;

/** What happens to an account, as the venue tells it. The account is the fold of these. */
public sealed interface BrokerEvent {
  /** When, on the timeline. */
  Instant at();

  /**
   * Money came in (positive) or went out; also the starting cash of a simulated account, once.
   *
   * @param id unique within the account; {@code drift:} and {@code initial:} are not a broker's
   */
  record Deposited(String id, Usd amount, Instant at) implements BrokerEvent {}

  /** The venue has the order: it rests on the book, or waits for its trigger or its entry. */
  record OrderOpened(ClientOrderId clientOrderId, String venueOrderId, Instant at)
      implements BrokerEvent {}

  /**
   * An order that waited works now: its trigger fired, or it is a limit exit and its entry has
   * filled.
   */
  record OrderTriggered(ClientOrderId clientOrderId, Instant at) implements BrokerEvent {}

  /**
   * The venue took a change of price or remaining quantity, or an exit was left to what its entry
   * has filled.
   *
   * @param price limit price; of a trigger order the trigger
   */
  record OrderAmended(
      ClientOrderId clientOrderId, String venueOrderId, Price price, Quantity remaining, Instant at)
      implements BrokerEvent {}

  /** One execution. */
  record OrderFilled(Fill fill) implements BrokerEvent {
    @Override
    public Instant at() {
      return fill.at();
    }
  }

  /** The order is final; fills of it may still be told late. */
  record OrderClosed(ClientOrderId clientOrderId, CloseReason reason, String detail, Instant at)
      implements BrokerEvent {}

  /**
   * Funding was paid or received.
   *
   * @param id unique within the account
   * @param amount negative when the account paid
   * @param hourlyRate rate
   * @param quantity signed position it was paid on
   */
  record FundingPaid(
      String id, String symbol, Usd amount, BigDecimal hourlyRate, Quantity quantity, Instant at)
      implements BrokerEvent {}

  /** Leverage and mode of a symbol from now on. */
  record LeverageChanged(String symbol, int leverage, MarginMode mode, Instant at)
      implements BrokerEvent {}

  /** Our own account is being liquidated: the desk halts. Its fills are told apart. */
  record Liquidated(String id, String symbol, String detail, Instant at) implements BrokerEvent {}

  /** Why an order is final. */
  enum CloseReason {
    /** All of it filled. */
    FILLED,
    /** We asked. */
    CANCELLED,
    /** The venue refused it. */
    REJECTED,
    /** Immediate-or-cancel, and something was left. */
    IOC_REMAINDER,
    /** A reduce-only order that no longer fits the position. */
    REDUCE_ONLY,
    /** No margin for it any more. */
    MARGIN,
    /** Its sibling exit filled, or its entry ended without a fill. */
    SIBLING,
    /** The account was liquidated. */
    LIQUIDATION,
    /** It was never sent, and its time has passed. */
    NEVER_SENT,
    /** The venue ended it for another reason. */
    OTHER
  }
}
