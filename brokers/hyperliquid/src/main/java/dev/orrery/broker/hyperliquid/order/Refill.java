package dev.orrery.broker.hyperliquid.order;

/** Asks the venue for fills that were told to nobody, and tells them. */
@FunctionalInterface
public interface Refill {
  /**
   * Asks; returns at once.
   *
   * @param answered run when the venue has answered and what it answered is told; not run when it
   *     does not answer
   */
  void ask(Runnable answered);
}
