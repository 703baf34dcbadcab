package dev.orrery.broker.paper;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.kernel.Remembered;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The state of the account: a fold of what was intended, refused and told, and of nothing else. A
 * running broker and one that restores from the journal go through the same code. Confined to the
 * broker's lock.
 */
final class PaperAccount {
  /** Final orders remembered, so that their ids are never placed again. */
  static final int REMEMBERED_ORDERS = 16_384;

  /** Executions, deposits and payments of funding remembered for reports, of each so many. */
  static final int REMEMBERED_FILLS = 4_096;

  private final ToIntFunction<String> defaultLeverage;
  private final Map<ClientOrderId, OrderSpec> intended = new HashMap<>();
  private final Map<ClientOrderId, WorkingOrder> working = new LinkedHashMap<>();
  private final Remembered<ClientOrderId, Ending> endings = new Remembered<>(REMEMBERED_ORDERS);
  private final Remembered<String, Fill> fills = new Remembered<>(REMEMBERED_FILLS);
  private final SequencedMap<String, BrokerEvent.Deposited> deposits =
      remembering(REMEMBERED_FILLS);
  private final SequencedMap<String, BrokerEvent.FundingPaid> funding =
      remembering(REMEMBERED_FILLS);
  private final Map<String, SymbolAccount> symbols = new TreeMap<>();
  private Usd balance = Usd.ZERO;
  private boolean funded;
  private @Nullable String liquidating;
  private int liquidations;
  private long lastAt = Long.MIN_VALUE;
  private long version;

  PaperAccount(ToIntFunction<String> defaultLeverage) {
    this.defaultLeverage = defaultLeverage;
  }

  /** How an order ended. */
  record Ending(String venueOrderId, CloseReason reason, String detail) {
    boolean neverWorked() {
      return reason == CloseReason.REJECTED || reason == CloseReason.NEVER_SENT;
    }
  }

  Usd balance() {
    return balance;
  }

  /** Whether the starting cash has been told. */
  boolean funded() {
    return funded;
  }

  /** The symbol whose liquidation is announced and not executed yet. */
  @Nullable String liquidating() {
    return liquidating;
  }

  /** Liquidations announced so far. */
  int liquidations() {
    return liquidations;
  }

  /** When the last thing happened, epoch milliseconds. */
  long lastAt() {
    return lastAt;
  }

  /** Grows with each change. */
  long version() {
    return version;
  }

  /** By symbol, those without a position too. */
  Map<String, SymbolAccount> symbols() {
    return symbols;
  }

  SymbolAccount symbol(String symbol) {
    SymbolAccount known = symbols.get(symbol);
    if (known != null) {
      return known;
    }
    return symbols.computeIfAbsent(
        symbol, name -> new SymbolAccount(defaultLeverage.applyAsInt(name)));
  }

  /** Oldest first. */
  Collection<WorkingOrder> working() {
    return working.values();
  }

  @Nullable WorkingOrder working(ClientOrderId id) {
    return working.get(id);
  }

  @Nullable Ending ending(ClientOrderId id) {
    return endings.get(id);
  }

  /** Newest first; a view. */
  Iterable<Fill> fills() {
    return fills.newestFirst();
  }

  /** Newest first; a view. */
  Iterable<BrokerEvent.Deposited> deposits() {
    return deposits.sequencedValues().reversed();
  }

  /** Newest first; a view. */
  Iterable<BrokerEvent.FundingPaid> funding() {
    return funding.sequencedValues().reversed();
  }

  /** Whether nothing the market does can change the account. */
  boolean isIdle() {
    return funded && working.isEmpty() && liquidating == null && !hasPosition();
  }

  private boolean hasPosition() {
    for (SymbolAccount symbol : symbols.values()) {
      if (!symbol.position().isFlat()) {
        return true;
      }
    }
    return false;
  }

  static String venueOrderId(ClientOrderId id) {
    return "paper-" + id.value().substring(2, 18);
  }

  void restore(AccountHistory history) {
    for (AccountEntry entry : history.sinceStanding()) {
      switch (entry) {
        case AccountEntry.Intended it -> intend(it.order());
        case AccountEntry.Told it -> apply(it.event());
        case AccountEntry.Answered it -> {
          if (it.asked() == AccountEntry.Asked.PLACE) {
            answered(it.outcome());
          }
        }
        case AccountEntry.Amending ignored -> {
          // What the broker made of it was told.
        }
        case AccountEntry.DayOpened ignored -> {
          // A note of the desk's.
        }
        case AccountEntry.Began ignored -> {
          // Only of an account at a venue outside.
        }
        case AccountEntry.Standing it -> become(AccountText.read(it.broker(), defaultLeverage));
      }
    }
    intended.clear(); // what nobody told anything of has never reached us
  }

  /** Everything folded so far. */
  Standing standing() {
    Map<ClientOrderId, Ending> allEndings = new LinkedHashMap<>();
    endings.forEach(allEndings::put);
    List<Fill> allFills = new ArrayList<>();
    fills.forEach((_, fill) -> allFills.add(fill));
    return new Standing(
        List.copyOf(working.values()),
        allEndings,
        allFills,
        List.copyOf(deposits.values()),
        List.copyOf(funding.values()),
        symbols,
        balance,
        funded,
        liquidating,
        liquidations,
        lastAt);
  }

  private void become(Standing it) {
    it.working().forEach(order -> working.put(order.id(), order));
    it.endings().forEach(endings::put);
    it.fills().forEach(fill -> fills.put(fill.fillId(), fill));
    it.deposits().forEach(deposit -> deposits.put(deposit.id(), deposit));
    it.funding().forEach(payment -> funding.put(payment.id(), payment));
    symbols.putAll(it.symbols());
    balance = it.balance();
    funded = it.funded();
    liquidating = it.liquidating();
    liquidations = it.liquidations();
    lastAt = it.lastAt();
  }

  /** In the same order. */
  static <K, V> Map<K, V> mapped(List<Map.Entry<K, V>> entries) {
    Map<K, V> map = new LinkedHashMap<>();
    entries.forEach(each -> map.put(each.getKey(), each.getValue()));
    return map;
  }

  /** What there is to write down between two things that happen. */
  record Standing(
      List<WorkingOrder> working,
      Map<ClientOrderId, Ending> endings,
      List<Fill> fills,
      List<BrokerEvent.Deposited> deposits,
      List<BrokerEvent.FundingPaid> funding,
      Map<String, SymbolAccount> symbols,
      Usd balance,
      boolean funded,
      @Nullable String liquidating,
      int liquidations,
      long lastAt) {}

  private void answered(OrderOutcome outcome) {
    if (outcome instanceof OrderOutcome.Rejected rejected
        && intended.containsKey(rejected.clientOrderId())
        && !rejected.venueReason().equals(OrderOutcome.NOT_SENT)) {
      refuse(rejected.clientOrderId(), rejected.venueReason());
    }
  }

  void intend(OrderSpec order) {
    intended.put(order.id(), order);
  }

  /** An order never came to life. */
  void refuse(ClientOrderId id, String reason) {
    intended.remove(id);
    endings.put(id, new Ending("", CloseReason.REJECTED, reason));
  }

  void apply(BrokerEvent event) {
    version++;
    lastAt = Math.max(lastAt, event.at().toEpochMilli());
    switch (event) {
      case BrokerEvent.Deposited it -> {
        funded = true;
        deposits.put(it.id(), it);
        balance = balance.plus(it.amount());
      }
      case BrokerEvent.OrderOpened it -> open(it.clientOrderId(), event);
      case BrokerEvent.OrderTriggered it -> {
        WorkingOrder order = working.get(it.clientOrderId());
        if (order != null) {
          order.triggered(it.at());
        }
      }
      case BrokerEvent.OrderAmended it -> {
        WorkingOrder order = working.get(it.clientOrderId());
        if (order != null) {
          order.amended(it.price(), it.remaining(), it.at());
        }
      }
      case BrokerEvent.OrderFilled it -> fill(it);
      case BrokerEvent.OrderClosed it -> close(it);
      case BrokerEvent.FundingPaid it -> {
        funding.put(it.id(), it);
        balance = balance.plus(it.amount());
        symbol(it.symbol()).fund(it);
      }
      case BrokerEvent.LeverageChanged it -> symbol(it.symbol()).lever(it);
      case BrokerEvent.Liquidated it -> {
        liquidations++;
        liquidating = it.symbol();
      }
    }
  }

  private @Nullable WorkingOrder open(ClientOrderId id, BrokerEvent event) {
    OrderSpec spec = intended.remove(id);
    if (spec == null) {
      return working.get(id);
    }
    WorkingOrder order = new WorkingOrder(spec, event.at());
    Ending entry = spec.entry().map(endings::get).orElse(null);
    WorkingOrder parent = spec.entry().map(working::get).orElse(null);
    if (entry != null && entry.reason() == CloseReason.FILLED) {
      order.entryEnded(spec.quantity(), event.at());
    } else if (parent != null && parent.fills() > 0) {
      order.entryBegan(event.at());
    }
    working.put(id, order);
    return order;
  }

  private void fill(BrokerEvent.OrderFilled event) {
    Fill fill = event.fill();
    if (!fills.putIfAbsent(fill.fillId(), fill)) {
      return;
    }
    Usd realised = symbol(fill.symbol()).fill(fill);
    balance = balance.plus(realised).minus(fill.fee());
    if (fill.liquidation()) {
      liquidating = null;
    }
    WorkingOrder order = open(fill.clientOrderId(), event);
    if (order != null) {
      order.filled(fill.quantity());
      for (WorkingOrder other : working.values()) {
        if (other.spec().entry().isPresent() && other.spec().entry().get().equals(order.id())) {
          other.entryBegan(event.at());
        }
      }
      if (order.remaining().isZero()) {
        end(order.id(), new Ending(venueOrderId(order.id()), CloseReason.FILLED, ""), event);
      }
    }
  }

  private void close(BrokerEvent.OrderClosed event) {
    ClientOrderId id = event.clientOrderId();
    intended.remove(id);
    if (working.containsKey(id) || !endings.containsKey(id)) {
      end(id, new Ending(venueOrderId(id), event.reason(), event.detail()), event);
    }
  }

  /** Ends an order, and tells the orders bound to it and its siblings. */
  private void end(ClientOrderId id, Ending ending, BrokerEvent event) {
    endings.put(id, ending);
    WorkingOrder order = working.remove(id);
    if (order == null) {
      return;
    }
    boolean filled = ending.reason() == CloseReason.FILLED;
    ClientOrderId group = order.spec().entry().orElse(null);
    for (WorkingOrder other : working.values()) {
      ClientOrderId entry = other.spec().entry().orElse(null);
      if (id.equals(entry) && order.fills() > 0) {
        other.entryEnded(order.filled(), event.at());
      } else if (id.equals(entry) || (filled && entry != null && entry.equals(group))) {
        other.markObsolete();
      }
    }
  }

  private static <K, V> SequencedMap<K, V> remembering(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }
}
