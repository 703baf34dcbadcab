package dev.orrery.exchange.fault;

import dev.orrery.hyperliquid.Address;
import org.jspecify.annotations.Nullable;

/**
 * Which requests and messages a fault is about. What is null fits everything; a user or a coin that
 * is named does not fit what has none.
 *
 * @param user the account it is about; for events also whom they happen to
 * @param action type of an action, as {@code order}
 * @param question type of a question, as {@code openOrders}
 * @param channel channel of a message, as {@code userFills}
 * @param coin the market it is about; for events also where they happen
 */
public record Match(
    @Nullable Address user,
    @Nullable String action,
    @Nullable String question,
    @Nullable String channel,
    @Nullable String coin) {
  /** Everything. */
  public static final Match ALL = new Match(null, null, null, null, null);

  /** Whether it names a request. */
  public boolean namesRequest() {
    return action != null || question != null;
  }

  boolean fits(Asked asked) {
    return channel == null
        && (action == null || (asked.isAction() && action.equals(asked.type())))
        && (question == null || (!asked.isAction() && question.equals(asked.type())))
        && (user == null || asked.users().contains(user))
        && (coin == null || asked.coins().contains(coin));
  }

  boolean fits(Told told) {
    return action == null
        && question == null
        && (channel == null || channel.equals(told.channel()))
        && (user == null || user.equals(told.user()))
        && (coin == null || told.coins().contains(coin));
  }
}
