package dev.orrery.broker.hyperliquid.account;

import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.info.Fill;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The order in which fills happened. The venue gives no number: between milliseconds time tells,
 * within one the position before each fill, which is the position after the one before it.
 */
public final class FillOrder {
  private FillOrder() {}

  /** Sorts; what cannot be told stays as it came. */
  public static List<Fill> sorted(List<Fill> fills) {
    Map<Long, Map<String, List<Fill>>> byTime = new LinkedHashMap<>();
    fills.stream()
        .sorted(Comparator.comparingLong(Fill::time))
        .forEach(fill ->
            byTime
                .computeIfAbsent(fill.time(), time -> new LinkedHashMap<>())
                .computeIfAbsent(fill.coin(), coin -> new ArrayList<>())
                .add(fill));
    List<Fill> sorted = new ArrayList<>(fills.size());
    Map<String, BigDecimal> positions = new LinkedHashMap<>();
    for (Map<String, List<Fill>> instant : byTime.values()) {
      instant.forEach((coin, together) -> {
        List<Fill> chained =
            together.size() == 1 ? together : chained(together, positions.get(coin));
        sorted.addAll(chained);
        positions.put(coin, after(chained.getLast()));
      });
    }
    return sorted;
  }

  /** The position after a fill. */
  static BigDecimal after(Fill fill) {
    return fill.side() == BookSide.BID
        ? fill.startPosition().add(fill.sz())
        : fill.startPosition().subtract(fill.sz());
  }

  private static List<Fill> chained(List<Fill> together, @Nullable BigDecimal known) {
    List<Fill> left = new ArrayList<>(together);
    List<Fill> chain = new ArrayList<>(left.size());
    BigDecimal position = known == null ? beginning(left) : known;
    while (!left.isEmpty()) {
      Fill next = startingAt(left, position);
      if (next == null) {
        next = startingAt(left, beginning(left));
      }
      Fill taken = next == null ? left.getFirst() : next;
      left.remove(taken);
      chain.add(taken);
      position = after(taken);
    }
    return chain;
  }

  /** A position that some fill begins with and none ends with. */
  private static BigDecimal beginning(List<Fill> fills) {
    for (Fill each : fills) {
      boolean isEnd =
          fills.stream()
              .anyMatch(other ->
                  !other.equals(each) && after(other).compareTo(each.startPosition()) == 0);
      if (!isEnd) {
        return each.startPosition();
      }
    }
    return fills.getFirst().startPosition();
  }

  private static @Nullable Fill startingAt(List<Fill> fills, BigDecimal position) {
    for (Fill each : fills) {
      if (each.startPosition().compareTo(position) == 0) {
        return each;
      }
    }
    return null;
  }
}
