package dev.orrery.hyperliquid.client;

import dev.orrery.hyperliquid.wire.Refusal;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import java.time.Duration;

/** What came of an action. Nothing here was ever sent twice. */
public sealed interface ExchangeResult {
  /**
   * The venue took the action. What became of each order in it is in the answer.
   *
   * @param answer never {@link ExchangeAnswer.Refused}
   */
  record Accepted(ExchangeAnswer answer) implements ExchangeResult {}

  /**
   * The venue refused the whole action, for certain: nothing of it took effect.
   *
   * @param refusal why
   */
  record Refused(Refusal refusal) implements ExchangeResult {}

  /**
   * It never left, for certain. The nonce is not used either, but take a fresh one: it is no use to
   * anybody.
   *
   * @param trouble {@link Trouble#NOT_CONNECTED} or {@link Trouble#NO_BUDGET}
   * @param detail for a log
   * @param retryAfter how long to leave it alone at least; zero where nobody said
   */
  record NotSent(Trouble trouble, String detail, Duration retryAfter) implements ExchangeResult {}

  /**
   * Nobody knows: it may have arrived. Never send it again under another client order id; ask for
   * the order by its client order id.
   *
   * @param trouble why there is no answer
   * @param detail for a log: status and content, or what broke
   */
  record Unresolved(Trouble trouble, String detail) implements ExchangeResult {}
}
