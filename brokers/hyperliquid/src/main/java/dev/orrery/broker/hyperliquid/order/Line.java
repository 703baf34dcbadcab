package dev.orrery.broker.hyperliquid.order;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.Refusal;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.kernel.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The line to the venue of one account: signs actions, sends them, and gives up in time. An action
 * that was given up may still arrive, until it expires: the venue sees to that. Thread-safe.
 */
public interface Line {
  /** What came of an action. */
  sealed interface Sent {
    /** One entry for each order, change or cancel of it. */
    record Answered(List<EntryStatus> entries) implements Sent {}

    /** The venue took nothing of it, for certain. */
    record Refused(Refusal refusal) implements Sent {}

    /** It never left, for certain. */
    record NotSent(String why) implements Sent {}

    /** Nobody knows. */
    record Unknown(String why) implements Sent {}
  }

  /** What the venue knows of an order. */
  sealed interface Known {
    /** This. */
    record Order(OrderRecord order) implements Known {}

    /** Nothing. */
    record Nothing() implements Known {}

    /** It did not answer. */
    record NoAnswer(String why) implements Known {}
  }

  /** Whose orders these are. */
  Address account();

  /**
   * Signs. What is signed is taken by the venue once at most, however often it is sent.
   *
   * @param expires what arrives later is refused by the venue
   * @throws ProblemException when there is no key
   * @throws IllegalStateException when there is no nonce
   */
  ExchangeRequest sign(L1Action action, Instant expires);

  /**
   * Sends.
   *
   * @param entries how many entries the answer has to have
   * @param leftNanos how long to wait for the answer
   */
  Sent send(ExchangeRequest request, int entries, long leftNanos);

  /** Signs and sends, once. */
  default Sent send(L1Action action, Instant expires, int entries, long leftNanos) {
    if (leftNanos <= 0) {
      return new Sent.NotSent("no time was left for it");
    }
    ExchangeRequest request;
    try {
      request = sign(action, expires);
    } catch (ProblemException | IllegalStateException e) {
      return new Sent.NotSent(String.valueOf(e.getMessage()));
    }
    return send(request, entries, leftNanos);
  }

  /** What the venue knows of an order. */
  Known ask(OrderRef order, long leftNanos);

  /** What the venue knows of an order by our id. */
  default Known ask(Cloid cloid, long leftNanos) {
    return ask(OrderRef.of(cloid), leftNanos);
  }

  /** Asks on another thread, for no longer than there is time; empty when that was not enough. */
  <T> Optional<T> within(long leftNanos, Callable<T> call);
}
