package dev.orrery.executor.account;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.kernel.Remembered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Our book of one account: a fold over its journal entries. The same entries in the same order give
 * the same book; nothing else changes it but a broker's word on liquidation prices.
 *
 * <p>Money moves only by what the broker tells ({@link AccountEntry.Told}); intents and answers
 * move orders. Fills, deposits, funding and liquidations count once by their id, and news of an
 * order that lead back in its life are ignored. The newest {@value #REMEMBERED} ids and {@value
 * #REMEMBERED_ORDERS} final orders are remembered for that: far more than a venue repeats.
 *
 * <p>Not thread-safe: confined to the lock of its desk. {@link #state} gives what may leave.
 */
public final class AccountBook {
  /** Ids of the corrections that bring the book to the venue's word begin with this. */
  public static final String DRIFT = "drift:";

  /** Ids of what a book takes over from its venue when it begins begin with this. */
  public static final String INITIAL = "initial:";

  private static final int REMEMBERED = 16_384;
  private static final int REMEMBERED_ORDERS = 4_096;

  private final Map<ClientOrderId, TrackedOrder> working = new LinkedHashMap<>();
  private final Remembered<ClientOrderId, TrackedOrder> ended = new Remembered<>(REMEMBERED_ORDERS);
  private final Remembered<String, Boolean> seen = new Remembered<>(REMEMBERED);
  private final Map<String, SymbolBook> symbols = new TreeMap<>();
  private final Map<String, LeverageSetting> leverage = new HashMap<>();
  private final Map<String, Price> liquidationPrices = new HashMap<>();
  private final RecentMoney recent = new RecentMoney();
  private final OrderTally tally = new OrderTally();
  private Usd deposits = Usd.ZERO;
  private Usd realised = Usd.ZERO;
  private Usd fees = Usd.ZERO;
  private Usd funding = Usd.ZERO;
  private long lastTold = Long.MIN_VALUE;
  private boolean intended;
  private @Nullable Instant began;
  private AccountState.@Nullable DayStart dayStart;
  private @Nullable AccountState state;

  // What states share until it changes.
  private AccountState.@Nullable Money money;
  private @Nullable Map<String, LeverageSetting> leverageNow;

  /** The event whose key was asked for last: each is looked up and then booked. */
  private @Nullable BrokerEvent keyed;

  private String keyOfIt = "";

  /** The book of an account with this past. */
  public static AccountBook restore(AccountHistory history) {
    AccountBook book = new AccountBook();
    for (AccountEntry entry : history.sinceStanding()) {
      if (entry instanceof AccountEntry.Standing it) {
        book = new AccountBook();
        book.become(BookStanding.read(it.book()));
      } else {
        book.apply(entry);
      }
    }
    return book;
  }

  /** Everything folded so far, as text, for {@link AccountEntry.Standing}. */
  public String standing() {
    List<TrackedOrder> endedOrders = new ArrayList<>();
    ended.forEach((_, order) -> endedOrders.add(order));
    List<String> seenKeys = new ArrayList<>();
    seen.forEach((key, _) -> seenKeys.add(key));
    return new BookStanding(
            List.copyOf(working.values()),
            endedOrders,
            seenKeys,
            symbols.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().past())),
            leverage,
            recent.all(),
            tally.counts(),
            List.of(deposits, realised, fees, funding),
            lastTold,
            intended,
            began,
            dayStart)
        .text();
  }

  private void become(BookStanding it) {
    it.working().forEach(order -> working.put(order.id(), order));
    it.ended().forEach(order -> ended.put(order.id(), order));
    it.seen().forEach(key -> seen.put(key, true));
    it.symbols().forEach((symbol, past) -> symbols.put(symbol, new SymbolBook(past)));
    leverage.putAll(it.leverage());
    it.recent().forEach(recent::told);
    tally.become(it.orders());
    money = null;
    leverageNow = null;
    deposits = it.sums().get(0);
    realised = it.sums().get(1);
    fees = it.sums().get(2);
    funding = it.sums().get(3);
    lastTold = it.lastTold();
    intended = it.intended();
    began = it.began();
    dayStart = it.dayStart();
  }

  /** Orders of an origin, working and remembered, those that have ended first. */
  public List<TrackedOrder> orders(String origin) {
    List<TrackedOrder> found = new ArrayList<>();
    ended.forEach((_, order) -> {
      if (order.origin().equals(origin)) {
        found.add(order);
      }
    });
    for (TrackedOrder order : working.values()) {
      if (order.origin().equals(origin)) {
        found.add(order);
      }
    }
    return List.copyOf(found);
  }

  /** Takes in one entry. Entries that bring no news change nothing. */
  public void apply(AccountEntry entry) {
    state = null;
    switch (entry) {
      case AccountEntry.Intended it -> intend(it);
      case AccountEntry.Amending it -> {
        TrackedOrder order = working.get(it.order().id());
        if (order != null) {
          keep(order.changing(it));
        }
      }
      case AccountEntry.Answered it -> {
        TrackedOrder order = working.get(it.outcome().clientOrderId());
        if (order != null) {
          keep(after(order, it));
        }
      }
      case AccountEntry.Told it -> tell(it.event());
      case AccountEntry.DayOpened it ->
          dayStart =
              new AccountState.DayStart(
                  Math.floorDiv(it.at().toEpochMilli(), OrderTally.DAY_MILLIS), it.equity());
      case AccountEntry.Standing _ -> {
        // Says what this book is already.
      }
      case AccountEntry.Began it -> {
        began = it.at();
        it.known().forEach(key -> seen.put(key, true));
      }
    }
  }

  /** Whether this event would change the book. */
  public boolean isNews(BrokerEvent event) {
    return switch (event) {
      case BrokerEvent.LeverageChanged it ->
          !new LeverageSetting(it.leverage(), it.mode()).equals(leverage.get(it.symbol()));
      case BrokerEvent.Deposited it -> isNewMoney(it);
      case BrokerEvent.FundingPaid it -> isNewMoney(it);
      case BrokerEvent.OrderFilled it -> isNewMoney(it);
      case BrokerEvent.Liquidated it -> !seen.containsKey(keyOnce(it));
      case BrokerEvent.OrderOpened it -> moves(it.clientOrderId(), event);
      case BrokerEvent.OrderTriggered it -> moves(it.clientOrderId(), event);
      case BrokerEvent.OrderAmended it -> moves(it.clientOrderId(), event);
      case BrokerEvent.OrderClosed it -> moves(it.clientOrderId(), event);
    };
  }

  /** What was before the beginning is in the balance and positions that it took over. */
  private boolean isNewMoney(BrokerEvent event) {
    Instant start = began;
    return !seen.containsKey(keyOnce(event)) && (start == null || !event.at().isBefore(start));
  }

  /** Whether nothing has been done on the account yet: it may begin with what the venue says. */
  public boolean isFresh() {
    return began == null && !intended;
  }

  /** The moment from which on the book tells everything; null when that is from the first. */
  public @Nullable Instant began() {
    return began;
  }

  /** Fills, deposits and funding of the last minute before the newest thing told, oldest first. */
  public List<BrokerEvent> recentMoney() {
    return recent.all();
  }

  /** The account now; the same instance until something changes. */
  public AccountState state() {
    AccountState known = state;
    if (known == null) {
      known =
          new AccountState(
              money(),
              held(),
              working.isEmpty() ? List.of() : List.copyOf(working.values()),
              leverage(),
              tally.counts(),
              dayStart);
      state = known;
    }
    return known;
  }

  private AccountState.Money money() {
    AccountState.Money known = money;
    if (known == null) {
      known = AccountState.Money.of(deposits, realised, fees, funding);
      money = known;
    }
    return known;
  }

  private Map<String, LeverageSetting> leverage() {
    Map<String, LeverageSetting> known = leverageNow;
    if (known == null) {
      known = Map.copyOf(leverage);
      leverageNow = known;
    }
    return known;
  }

  private List<AccountState.Held> held() {
    if (symbols.isEmpty()) {
      return List.of();
    }
    List<AccountState.Held> held = new ArrayList<>(symbols.size());
    symbols.forEach((symbol, book) -> {
      Instant opened = book.opened();
      if (opened != null) {
        held.add(
            new AccountState.Held(
                symbol,
                book.holding(),
                Optional.ofNullable(liquidationPrices.get(symbol)),
                opened));
      }
    });
    return List.copyOf(held);
  }

  /** An order, working or final; null when never heard of or long forgotten. */
  public @Nullable TrackedOrder order(ClientOrderId id) {
    TrackedOrder order = working.get(id);
    return order != null ? order : ended.get(id);
  }

  /** Timeline instant of the newest thing the broker told; {@link Long#MIN_VALUE} before that. */
  public long lastTold() {
    return lastTold;
  }

  /** What the broker said about liquidation of a position, good until that position changes. */
  public void liquidationPrice(String symbol, Optional<Price> price) {
    SymbolBook book = symbols.get(symbol);
    if (book == null || book.opened() == null) {
      return;
    }
    Price before =
        price.isPresent()
            ? liquidationPrices.put(symbol, price.get())
            : liquidationPrices.remove(symbol);
    if (!Optional.ofNullable(before).equals(price)) {
      state = null;
    }
  }

  private void intend(AccountEntry.Intended intent) {
    ClientOrderId id = intent.order().id();
    TrackedOrder before = order(id);
    boolean external = intent.origin().startsWith(TrackedOrder.EXTERNAL);
    intended = true;
    if (before != null && !(external && before.state().isFinal())) {
      return;
    }
    ended.remove(id);
    keep(TrackedOrder.of(intent, before == null ? Quantity.ZERO : before.filled()));
    if (!external) {
      tally.placed(intent.at().toEpochMilli());
    }
  }

  private static TrackedOrder after(TrackedOrder order, AccountEntry.Answered answer) {
    return switch (answer.asked()) {
      case PLACE ->
          switch (answer.outcome()) {
            case OrderOutcome.Accepted it -> order.opened(it.venueOrderId());
            case OrderOutcome.Rejected ignored -> order.rejected();
            case OrderOutcome.Unresolved ignored -> order.unresolved();
          };
      case AMEND -> answer.outcome() instanceof OrderOutcome.Rejected ? order.unchanged() : order;
      case CANCEL, LEVERAGE -> order;
    };
  }

  private void tell(BrokerEvent event) {
    if (!isNews(event)) {
      return;
    }
    lastTold = Math.max(lastTold, event.at().toEpochMilli());
    recent.told(event);
    switch (event) {
      case BrokerEvent.Deposited it -> {
        seen.put(keyOnce(it), true);
        money = null;
        deposits = deposits.plus(it.amount());
        AccountState.DayStart start = dayStart;
        if (start != null && !it.id().startsWith(DRIFT)) {
          dayStart = new AccountState.DayStart(start.day(), start.equity().plus(it.amount()));
        }
      }
      case BrokerEvent.FundingPaid it -> {
        seen.put(keyOnce(it), true);
        money = null;
        funding = funding.plus(it.amount());
      }
      case BrokerEvent.Liquidated it -> seen.put(keyOnce(it), true);
      case BrokerEvent.LeverageChanged it -> {
        leverage.put(it.symbol(), new LeverageSetting(it.leverage(), it.mode()));
        leverageNow = null;
      }
      case BrokerEvent.OrderFilled it -> {
        seen.put(keyOnce(it), true);
        money = null;
        book(it.fill());
      }
      case BrokerEvent.OrderOpened it -> step(it.clientOrderId(), event);
      case BrokerEvent.OrderTriggered it -> step(it.clientOrderId(), event);
      case BrokerEvent.OrderAmended it -> step(it.clientOrderId(), event);
      case BrokerEvent.OrderClosed it -> step(it.clientOrderId(), event);
    }
  }

  private void book(Fill fill) {
    fees = fees.plus(fill.fee());
    realised =
        realised.plus(symbols.computeIfAbsent(fill.symbol(), _ -> new SymbolBook()).book(fill));
    liquidationPrices.remove(fill.symbol());
    TrackedOrder order = order(fill.clientOrderId());
    if (order != null) {
      keep(order.filledBy(fill.quantity()));
    }
  }

  private boolean moves(ClientOrderId id, BrokerEvent event) {
    TrackedOrder order = order(id);
    return order != null && !after(order, event).equals(order);
  }

  private void step(ClientOrderId id, BrokerEvent event) {
    TrackedOrder order = order(id);
    if (order != null) {
      keep(after(order, event));
    }
  }

  private static TrackedOrder after(TrackedOrder order, BrokerEvent event) {
    return switch (event) {
      case BrokerEvent.OrderOpened it -> order.opened(it.venueOrderId());
      case BrokerEvent.OrderTriggered ignored -> order.triggered();
      case BrokerEvent.OrderAmended it -> order.amended(it);
      case BrokerEvent.OrderClosed it -> order.closed(it.reason());
      case BrokerEvent.OrderFilled ignored -> order;
      case BrokerEvent.Deposited ignored -> order;
      case BrokerEvent.FundingPaid ignored -> order;
      case BrokerEvent.LeverageChanged ignored -> order;
      case BrokerEvent.Liquidated ignored -> order;
    };
  }

  private void keep(TrackedOrder order) {
    if (order.state().isFinal()) {
      working.remove(order.id());
      ended.put(order.id(), order);
    } else {
      working.put(order.id(), order);
    }
  }

  /** Looked up, and booked a moment later: a text for each of the two would be one too many. */
  @SuppressWarnings("ReferenceEquality") // this very event
  private String keyOnce(BrokerEvent event) {
    if (event != keyed) {
      keyOfIt = key(event);
      keyed = event;
    }
    return keyOfIt;
  }

  /** By what an event is known when it is told again. */
  public static String key(BrokerEvent event) {
    return switch (event) {
      case BrokerEvent.Deposited it -> "deposit:" + it.id();
      case BrokerEvent.FundingPaid it -> "funding:" + it.id();
      case BrokerEvent.Liquidated it -> "liquidation:" + it.id();
      case BrokerEvent.OrderFilled it -> "fill:" + it.fill().fillId();
      case BrokerEvent.OrderOpened it -> "opened:" + it.clientOrderId();
      case BrokerEvent.OrderTriggered it -> "triggered:" + it.clientOrderId();
      case BrokerEvent.OrderAmended it -> "amended:" + it.clientOrderId();
      case BrokerEvent.OrderClosed it -> "closed:" + it.clientOrderId();
      case BrokerEvent.LeverageChanged it -> "leverage:" + it.symbol();
    };
  }
}
