package dev.orrery.executor.broker;

import dev.orrery.executor.order.OrderOutcome;
import java.util.List;

/**
 * One account at one venue. Implemented by brokers; every one passes the suite in {@code
 * brokers/contract}.
 *
 * <p><b>Threads.</b> {@link #submit} and {@link #report} may be called by several threads at once,
 * but never from within a {@link BrokerEvents} call of this very broker.
 *
 * <p><b>Truth.</b> Money and positions change only by the events the broker tells to its {@link
 * BrokerEvents}; an outcome moves its order, and no more. Events of one order come in order; a fill
 * may be told more than once, before or after the outcome of its order.
 */
public interface Broker extends AutoCloseable {
  /** Where its effects are. */
  Effects effects();

  /**
   * Sends a batch, in order. Answers with one outcome for each instruction, in the same order,
   * within 5 s for the whole batch. Never throws for what happens at the venue: a lost answer is
   * {@link OrderOutcome.Unresolved}. After a rejection or an unresolved outcome, instructions that
   * {@link Instruction#opens open} are not sent any more and come back rejected with {@code not
   * sent}; the others are. {@code already gone} is no rejection in this sense.
   *
   * <p>An id that this account has used before is never placed again: the outcome is that of the
   * first order.
   *
   * <p>Where effects are outside, the sender waits a second longer than that and then takes the
   * batch for unresolved; what is answered later only makes it ask again. An exception, or a list
   * that does not fit the batch, is unresolved, too.
   *
   * @throws BrokerException only for a broken invariant of the caller's
   */
  List<OrderOutcome> submit(OrderBatch batch);

  /**
   * Asks the venue. This, and nothing else, makes an unresolved order known. Holds the fate of
   * every order asked for.
   *
   * <p>Where effects are outside, a report that has not come within 30 s is given up: nothing is
   * compared, and nothing is asked again before this call has returned.
   *
   * @throws BrokerException of kind TRANSIENT when the venue cannot be asked now
   */
  VenueReport report(ReportRequest request);

  /** Lets go of connections; places and cancels nothing. */
  @Override
  void close();

  /** Where a broker's effects are, seen from the journal. */
  enum Effects {
    /** Its events are journal entries and nothing else (paper): no wait before sending. */
    INSIDE,
    /** At a venue: intents must be durable before they are sent. */
    OUTSIDE
  }
}
