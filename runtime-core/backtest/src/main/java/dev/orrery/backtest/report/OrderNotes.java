package dev.orrery.backtest.report;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.OrderSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why orders were placed: the reasons of their decisions, and of exits their price. Remembers the
 * latest some thousand orders, whatever their number.
 */
final class OrderNotes {
  private static final int MOST = 8_192;
  private static final int LONGEST = 160;

  private final Map<String, String> byOrder = bounded();
  private final Map<String, String> byDecision = bounded();

  private static Map<String, String> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
        return size() > MOST;
      }
    };
  }

  void decided(String decision, String reason) {
    byDecision.put(decision, shortened(reason));
  }

  void intended(OrderSpec order, String origin) {
    byOrder.put(order.id().value(), note(order, origin));
  }

  private String note(OrderSpec order, String origin) {
    String reason = byDecision.getOrDefault(origin, byDecision.isEmpty() ? "" : shortened(origin));
    return switch (order.terms()) {
      case OrderTerms.Stop stop -> "stop at " + stop.trigger();
      case OrderTerms.TakeProfit profit -> "take-profit at " + profit.trigger();
      case OrderTerms.AtMarket _, OrderTerms.Limit _ -> reason;
    };
  }

  /** Of one order; empty where nothing is known. */
  String of(String order) {
    return byOrder.getOrDefault(order, "");
  }

  static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
