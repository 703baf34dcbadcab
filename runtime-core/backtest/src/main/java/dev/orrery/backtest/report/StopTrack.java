package dev.orrery.backtest.report;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stops and take-profits while they stood: lines for a chart, at most some thousand. One that is
 * bound to an entry stands from the entry's first fill on. Confined to one thread.
 */
final class StopTrack {
  private static final int MOST = 4_000;

  private final Map<String, Standing> standing = new LinkedHashMap<>();
  private final List<StopLine> lines = new ArrayList<>();

  /**
   * @param since when it began to protect; negative while its entry has not filled
   */
  private record Standing(
      String symbol, boolean stop, @Nullable String entry, long since, BigDecimal price) {}

  void intended(OrderSpec order, long at) {
    BigDecimal price =
        switch (order.terms()) {
          case OrderTerms.Stop it -> it.trigger().value();
          case OrderTerms.TakeProfit it -> it.trigger().value();
          case OrderTerms.AtMarket _, OrderTerms.Limit _ -> null;
        };
    if (price != null && standing.size() + lines.size() < MOST) {
      String entry = order.entry().map(id -> id.value()).orElse(null);
      boolean stop = order.terms() instanceof OrderTerms.Stop;
      standing.put(
          order.id().value(),
          new Standing(order.symbol(), stop, entry, entry == null ? at : -1, price));
    }
  }

  void told(BrokerEvent event) {
    long at = event.at().toEpochMilli();
    switch (event) {
      case BrokerEvent.OrderFilled it -> entered(it.fill().clientOrderId().value(), at);
      case BrokerEvent.OrderAmended it -> moved(it.clientOrderId().value(), it.price().value(), at);
      case BrokerEvent.OrderTriggered it -> ended(it.clientOrderId().value(), at);
      case BrokerEvent.OrderClosed it -> ended(it.clientOrderId().value(), at);
      default -> {}
    }
  }

  private void entered(String entry, long at) {
    standing.replaceAll((_, it) ->
        it.since() < 0 && entry.equals(it.entry())
            ? new Standing(it.symbol(), it.stop(), it.entry(), at, it.price())
            : it);
  }

  private void moved(String id, BigDecimal price, long at) {
    Standing it = standing.get(id);
    if (it != null && it.price().compareTo(price) != 0) {
      draw(it, at);
      long since = it.since() < 0 ? -1 : at;
      standing.put(id, new Standing(it.symbol(), it.stop(), it.entry(), since, price));
    }
  }

  private void ended(String id, long at) {
    Standing it = standing.remove(id);
    if (it != null) {
      draw(it, at);
    }
  }

  private void draw(Standing it, long to) {
    if (it.since() >= 0 && lines.size() < MOST) {
      lines.add(new StopLine(it.symbol(), it.stop(), it.since(), to, it.price()));
    }
  }

  /** Those that still stand are drawn to the end. */
  List<StopLine> all(long end) {
    List<StopLine> all = new ArrayList<>(lines);
    standing.values().stream()
        .filter(it -> it.since() >= 0)
        .forEach(it -> all.add(new StopLine(it.symbol(), it.stop(), it.since(), end, it.price())));
    return all;
  }
}
