package dev.orrery.executor;

import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import java.time.Duration;
import java.util.List;

/**
 * Hears what a person should look at on one account. Called outside the account's lock, on the
 * thread that found it; must return soon.
 */
public interface AccountAlarm {
  /** For those who do not care. */
  AccountAlarm NONE =
      new AccountAlarm() {
        @Override
        public void unexpectedFill(Fill fill, String why) {}

        @Override
        public void unanswered(List<ClientOrderId> orders, Duration waited) {}

        @Override
        public void answeredLate(List<OrderOutcome> outcomes, Duration after) {}
      };

  /**
   * An order filled that we think never came to life, or know nothing of. It is booked: the
   * position is ours. It is what a doubled order, or somebody else on the account, looks like.
   *
   * @param why what is known of the order
   */
  void unexpectedFill(Fill fill, String why);

  /**
   * The broker has not answered a batch in time. Its orders are unresolved and asked for; until it
   * answers, nothing is opened.
   *
   * @param orders ids of the batch's instructions
   */
  void unanswered(List<ClientOrderId> orders, Duration waited);

  /** It has after all: that is news, not truth, and the venue is asked again. */
  void answeredLate(List<OrderOutcome> outcomes, Duration after);
}
