package dev.orrery.runner.live;

import dev.orrery.broker.hyperliquid.account.AccountStream;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.info.AssetPosition;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a runtime knows of its account against what the venue has: its rows, its ledger, the
 * table of orders. Everything is compared to the last digit.
 */
final class Agreement {
  /** Quotients of an average entry are cut off after twelve decimals. */
  private static final BigDecimal CUT_OFF = new BigDecimal("0.00000001");

  /** The clocks may differ by two seconds; then the venue is asked. */
  private static final Duration SETTLES = Duration.ofSeconds(4);

  private final LiveRows rows;
  private final Names names;
  private final List<String> differences = new ArrayList<>();
  private final List<Fill> fills;
  private final List<OrderRecord> orders;
  private final List<DetailedOrder> working;
  private final ClearinghouseState account;

  private Agreement(LiveVenue venue, LiveRows rows, Names names) {
    this.names = names;
    this.fills = venue.fills();
    this.orders = venue.orders();
    this.working = venue.working();
    this.account = venue.state();
    this.rows = rows;
    Set<String> cloids = new HashSet<>();
    orders.forEach(it -> add(cloids, it.order().cloid()));
    fills.forEach(it -> add(cloids, it.cloid()));
    working.forEach(it -> add(cloids, it.cloid()));
    names.learn(cloids, rows.intents().values());
  }

  private static void add(Set<String> cloids, @Nullable Cloid cloid) {
    if (cloid != null) {
      cloids.add(cloid.hex());
    }
  }

  /** What differs; empty when nothing does. */
  static List<String> differences(LiveVenue venue, LiveRows rows, LiveState state, Names names) {
    Agreement all = new Agreement(venue, rows, names);
    all.fills();
    all.placings();
    all.open(state);
    all.money(state);
    all.table();
    return all.differences;
  }

  private void fills() {
    Map<String, String> theirs = new TreeMap<>();
    for (Fill fill : fills) {
      theirs.put(
          AccountStream.idOf(fill),
          String.join(
              " ",
              ours(fill.cloid()),
              fill.side() == BookSide.BID ? "buy" : "sell",
              plain(fill.sz()),
              plain(fill.px()),
              plain(fill.fee())));
    }
    same("fills", theirs, rows.fills());
  }

  /** Each order was placed once, by its intent and before its end. */
  private void placings() {
    Map<String, List<OrderRecord>> placed = new TreeMap<>();
    for (OrderRecord order : orders) {
      Cloid cloid = order.order().cloid();
      if (cloid == null || !names.isKnown(cloid.hex())) {
        differences.add("an order nobody intended: " + order);
      } else if (!order.status().endsWith("Rejected")) {
        placed.computeIfAbsent(cloid.hex(), _ -> new ArrayList<>()).add(order);
      }
    }
    placed.forEach((cloid, all) -> {
      for (int i = 1; i < all.size(); i++) {
        OrderRecord before = all.get(i - 1);
        OrderRecord after = all.get(i);
        // One that waits for a price is cancelled first, and then placed at another.
        boolean replaced =
            before.status().equals("canceled")
                && before.statusTimestamp() <= after.order().timestamp();
        if (!replaced) {
          differences.add("placed twice: " + before + " and " + after);
        }
      }
      LiveRows.Intent intent = Objects.requireNonNull(rows.intents().get(ours(cloid)));
      long first = all.getFirst().order().timestamp();
      if (!intent.isExit() && first > intent.validUntil().toEpochMilli()) {
        differences.add("accepted after " + intent.validUntil() + ": " + all.getFirst());
      }
    });
  }

  private void open(LiveState state) {
    Map<String, BigDecimal> theirs = new TreeMap<>();
    // An exit may stand as several orders.
    working.forEach(it -> theirs.merge(ours(it.cloid()), it.sz(), BigDecimal::add));
    theirs.replaceAll((_, size) -> size.stripTrailingZeros());
    Map<String, BigDecimal> own = new TreeMap<>();
    state
        .orders()
        .forEach((id, left) -> {
          if (theirs.containsKey(id) || !sleeps(id, state.held(), theirs.keySet())) {
            own.put(id, standing(id, left, theirs.keySet()));
          }
        });
    state.sent().keySet().forEach(this::mayBeUnderWay);
    same("open orders", theirs, own);
    own.keySet().stream()
        .filter(id -> !theirs.containsKey(id))
        .forEach(id -> differences.add("open in the runtime only: " + id + " " + of(id)));
    Set<String> both = new TreeSet<>(state.dormant().keySet());
    both.retainAll(theirs.keySet());
    if (!both.isEmpty()) {
      differences.add("kept back, and at the venue: " + both);
    }
  }

  private String of(String id) {
    return rows.intents().get(id) + " " + rows.orders().get(id);
  }

  /** An exit has nothing to close while the position is gone by other means and its entry works. */
  private boolean sleeps(String id, BigDecimal held, Set<String> open) {
    LiveRows.Intent intent = rows.intents().get(id);
    if (intent == null || intent.entry() == null || !open.contains(intent.entry())) {
      return false;
    }
    return intent.buys() ? held.signum() >= 0 : held.signum() <= 0;
  }

  /**
   * What an order stands for at the venue. The runtime sees an exit as large as its entry; while
   * the entry works it stands there for what has filled of it.
   */
  private BigDecimal standing(String id, BigDecimal left, Set<String> open) {
    LiveRows.Intent intent = rows.intents().get(id);
    String entry = intent == null ? null : intent.entry();
    return entry != null && open.contains(entry)
        ? filled(entry).subtract(filled(id)).stripTrailingZeros()
        : left.stripTrailingZeros();
  }

  /** An order that never arrived is one that may arrive, until its end has passed. */
  private void mayBeUnderWay(String id) {
    LiveRows.Intent intent = rows.intents().get(id);
    if (intent == null || intent.validUntil().plus(SETTLES).isBefore(Instant.now())) {
      differences.add("nobody knows whether it was sent, and its end has passed: " + intent);
    }
  }

  private BigDecimal filled(String id) {
    return fills.stream()
        .filter(it -> ours(it.cloid()).equals(id))
        .map(Fill::sz)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private void money(LiveState state) {
    BigDecimal held = BigDecimal.ZERO;
    BigDecimal entry = BigDecimal.ZERO;
    BigDecimal cash = account.marginSummary().accountValue();
    for (AssetPosition each : account.assetPositions()) {
      held = each.position().szi();
      entry = Objects.requireNonNull(each.position().entryPx());
      cash = cash.subtract(each.position().unrealizedPnl());
    }
    same("position", held, state.held(), BigDecimal.ZERO);
    same("average entry", entry, state.entry(), CUT_OFF);
    same("balance", cash, state.balance(), CUT_OFF);
    if (!state.state().equals("running")) {
      differences.add("it is " + state.state());
    }
    same("drift", List.of(), rows.drift());
  }

  /** The table of orders says of each what the venue says of its fills and of its end. */
  private void table() {
    Map<String, BigDecimal> size = new TreeMap<>();
    Map<String, BigDecimal> value = new TreeMap<>();
    Map<String, BigDecimal> fee = new TreeMap<>();
    for (Fill fill : fills) {
      String id = ours(fill.cloid());
      size.merge(id, fill.sz(), BigDecimal::add);
      value.merge(id, fill.sz().multiply(fill.px()), BigDecimal::add);
      fee.merge(id, fill.fee(), BigDecimal::add);
    }
    Set<String> open = new TreeSet<>();
    working.forEach(it -> open.add(ours(it.cloid())));
    rows.orders()
        .forEach((id, row) -> {
          BigDecimal filled = size.getOrDefault(id, BigDecimal.ZERO);
          same("filled of " + id, filled, row.filled(), BigDecimal.ZERO);
          same("fee of " + id, fee.getOrDefault(id, BigDecimal.ZERO), row.fee(), BigDecimal.ZERO);
          BigDecimal average = row.average();
          if (average != null) {
            same(
                "value of " + id,
                value.getOrDefault(id, BigDecimal.ZERO),
                average.multiply(row.filled()),
                CUT_OFF);
          }
          if (open.contains(id) && !row.isOpen()) {
            differences.add("open at the venue, and not in the table: " + id + " " + row);
          }
        });
    for (Map.Entry<String, BigDecimal> each : size.entrySet()) {
      LiveRows.Order row = rows.orders().get(each.getKey());
      if (row == null || each.getValue().compareTo(row.size()) > 0) {
        differences.add("filled beyond its size: " + each + " of " + row);
      }
    }
  }

  private String ours(@Nullable Cloid cloid) {
    return cloid == null ? "none" : ours(cloid.hex());
  }

  private String ours(String cloid) {
    return names.ours(cloid);
  }

  private void same(String what, Object theirs, Object own) {
    if (!theirs.equals(own)) {
      differences.add("%s: the venue has %s, the runtime %s".formatted(what, theirs, own));
    }
  }

  private void same(String what, Map<String, ?> theirs, Map<String, ?> own) {
    if (!theirs.equals(own)) {
      Map<String, Object> missing = new TreeMap<>(theirs);
      missing.entrySet().removeAll(own.entrySet());
      Map<String, Object> extra = new TreeMap<>(own);
      extra.entrySet().removeAll(theirs.entrySet());
      differences.add(
          "%s: only at the venue %s, only in the runtime %s".formatted(what, missing, extra));
    }
  }

  private void same(String what, BigDecimal theirs, BigDecimal own, BigDecimal within) {
    if (theirs.subtract(own).abs().compareTo(within) > 0) {
      same(what, (Object) theirs, own);
    }
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
