package dev.orrery.runner.live;

import dev.orrery.api.account.Account;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.runtime.StrategyStatus;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * An account as its runtime sees it.
 *
 * @param deployment of whom
 * @param state one word
 * @param held signed base units of BTC
 * @param entry average price; zero when flat
 * @param balance settled cash
 * @param orders what is left of each open order, by client order id
 * @param dormant exits kept for an entry that has not filled
 * @param sent orders nobody knows whether they arrived
 */
record LiveState(
    String deployment,
    String state,
    BigDecimal held,
    BigDecimal entry,
    BigDecimal balance,
    Map<String, BigDecimal> orders,
    Map<String, BigDecimal> dormant,
    Map<String, BigDecimal> sent) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** As one line. */
  static String of(StrategyStatus status) {
    Account account = status.account();
    Map<String, BigDecimal> orders = new TreeMap<>();
    Map<String, BigDecimal> dormant = new TreeMap<>();
    Map<String, BigDecimal> sent = new TreeMap<>();
    for (OpenOrder order : account.openOrders()) {
      Map<String, BigDecimal> kept =
          switch (order.status()) {
            case SENT -> sent;
            case DORMANT -> dormant;
            case ARMED, RESTING -> orders;
          };
      kept.put(order.clientOrderId(), order.remaining().value());
    }
    return JSON.writeValueAsString(
        new LiveState(
            status.deployment(),
            status.state(),
            account.held("BTC").value(),
            account
                .position("BTC")
                .map(Position::averageEntry)
                .map(it -> it.value())
                .orElse(BigDecimal.ZERO),
            account.balance().value(),
            orders,
            dormant,
            sent));
  }

  /** From one line. */
  static LiveState read(String line) {
    return JSON.readValue(line, LiveState.class);
  }
}
