package dev.orrery.broker.contract;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.contract.ReferenceOrder.Stage;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.broker.VenueReport.VenueOrder;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.kernel.Timeline;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An exchange for one account, in this process, with a thread of its own: it answers first and
 * matches afterwards, and goes on whoever is connected. It speaks the executor's words, so that the
 * reference broker is nothing but what stands between a line and the runtime.
 */
final class ReferenceVenue implements AutoCloseable {
  private static final BigDecimal TAKER = new BigDecimal("0.0004");
  private static final BigDecimal MAKER = new BigDecimal("0.0001");
  private static final BigDecimal HOURLY = new BigDecimal("0.0000125");
  private static final long HOUR = 3_600_000;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("reference-venue").factory());
  private final Timeline timeline;
  private final ReferenceAccount account;
  private final List<Consumer<BrokerEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Map<ClientOrderId, ReferenceOrder> orders = new LinkedHashMap<>();
  private final Map<ClientOrderId, OrderOutcome> answers = new HashMap<>();
  private final List<Fill> fills = new ArrayList<>();
  private final List<BrokerEvent.Deposited> deposits = new ArrayList<>();
  private final List<BrokerEvent.FundingPaid> funding = new ArrayList<>();
  private long ids;
  private long fundedHour;

  ReferenceVenue(Timeline timeline, Collection<Instrument> listed, Usd cash) {
    this.timeline = timeline;
    this.account = new ReferenceAccount(listed);
    this.fundedHour = timeline.nowMillis() / HOUR;
    account.pay(cash);
  }

  /** Tells of everything from now on, until it is disconnected. */
  AutoCloseable connect(Consumer<BrokerEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Does something in turn. */
  <T> CompletableFuture<T> ask(Supplier<T> request) {
    return CompletableFuture.supplyAsync(request, thread);
  }

  void trade(String symbol, Price price, Quantity size) {
    thread.execute(() -> traded(symbol, price, size));
  }

  void timePassed() {
    thread.execute(this::payFunding);
  }

  void deposit(Usd amount) {
    thread.execute(() -> {
      account.pay(amount);
      BrokerEvent.Deposited event = new BrokerEvent.Deposited("d" + ++ids, amount, now());
      deposits.add(event);
      tell(event);
    });
  }

  void placeElsewhere(String symbol, Side side, Quantity quantity, Price limit) {
    thread.execute(() -> {
      ClientOrderId id = ClientOrderId.ofVenue("o" + ++ids);
      OrderSpec spec =
          new OrderSpec(
              id, symbol, side, quantity, OrderTerms.limit(limit), false, Optional.empty(), "");
      take(spec);
    });
  }

  /**
   * Returns once everything asked so far, and what it led to, is done. The venue's own thread
   * looks: while it does, nothing else is under way.
   */
  void settle() {
    while (!ask(() -> thread.getQueue().isEmpty()).join()) {
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  // On the venue's thread from here on.

  OrderOutcome handle(Instruction instruction, Instant validUntil) {
    payFunding();
    OrderOutcome before = answers.get(instruction.id());
    if (instruction instanceof Instruction.Place && before != null) {
      return before;
    }
    if (now().isAfter(validUntil)) {
      return new OrderOutcome.Rejected(instruction.id(), "expired");
    }
    return switch (instruction) {
      case Instruction.Place it -> {
        OrderOutcome outcome = place(it.order().spec());
        answers.put(it.id(), outcome);
        yield outcome;
      }
      case Instruction.Amend it -> amend(it.order().spec());
      case Instruction.Cancel it -> cancel(it.id());
      case Instruction.SetLeverage it -> lever(it);
    };
  }

  private OrderOutcome place(OrderSpec spec) {
    String refusal = refusal(spec);
    return refusal.isEmpty()
        ? new OrderOutcome.Accepted(spec.id(), take(spec).venueOrderId, null)
        : new OrderOutcome.Rejected(spec.id(), refusal);
  }

  private String refusal(OrderSpec spec) {
    Price last = account.last(spec.symbol());
    if (last == null) {
      return "no price";
    }
    String unfit = unfit(Objects.requireNonNull(account.instrument(spec.symbol())), spec, last);
    if (!unfit.isEmpty()) {
      return unfit;
    }
    ReferenceOrder order = new ReferenceOrder(spec, "", now());
    if (spec.entry().isPresent()) {
      ReferenceOrder entry = orders.get(spec.entry().get());
      boolean alive = entry != null && (entry.live() || entry.filled.signum() > 0);
      return alive ? "" : "its entry does not live";
    }
    if (spec.reduceOnly()) {
      return account.closable(spec.symbol(), spec.side()).isZero() ? "nothing to reduce" : "";
    }
    if (spec.terms() instanceof OrderTerms.Limit it
        && it.timeInForce() == TimeInForce.POST_ONLY
        && order.crosses(last)) {
      return "post-only would take";
    }
    List<ReferenceOrder> all = new ArrayList<>(orders.values());
    all.add(order);
    return order.isTrigger() || account.carries(all) ? "" : "not enough margin";
  }

  private static String unfit(Instrument instrument, OrderSpec spec, Price last) {
    if (!instrument.roundQuantity(spec.quantity()).equals(spec.quantity())) {
      return "no multiple of the lot";
    }
    ReferenceOrder order = new ReferenceOrder(spec, "", Instant.EPOCH);
    boolean market = spec.terms() instanceof OrderTerms.AtMarket;
    if (!market
        && !instrument
            .roundPrice(order.amendable(), spec.side())
            .equals(Optional.of(order.amendable()))) {
      return "no price that is taken";
    }
    Price price = market ? last : order.amendable();
    return !spec.reduceOnly()
            && price.times(spec.quantity()).compareTo(instrument.minNotional()) < 0
        ? "too small"
        : "";
  }

  private ReferenceOrder take(OrderSpec spec) {
    ReferenceOrder order = new ReferenceOrder(spec, "v" + ++ids, now());
    orders.put(order.id(), order);
    if (spec.entry().isPresent() && !isAwake(order)) {
      order.stage = Stage.ASLEEP;
      tell(new BrokerEvent.OrderOpened(order.id(), order.venueOrderId, now()));
    } else if (order.isTrigger()) {
      order.stage = Stage.ARMED;
      tell(new BrokerEvent.OrderOpened(order.id(), order.venueOrderId, now()));
      thread.execute(() -> triggers(spec.symbol()));
    } else {
      thread.execute(() -> match(order));
    }
    return order;
  }

  /** A trigger order sleeps until the first fill of its entry, a limit order until the last. */
  private boolean isAwake(ReferenceOrder order) {
    ReferenceOrder entry = entry(order);
    return entry == null || (order.isTrigger() ? entry.filled.signum() > 0 : !entry.live());
  }

  private @Nullable ReferenceOrder entry(ReferenceOrder order) {
    return order.spec.entry().map(orders::get).orElse(null);
  }

  private OrderOutcome missing(ClientOrderId id, @Nullable ReferenceOrder order) {
    boolean known = order != null || answers.containsKey(id);
    return new OrderOutcome.Rejected(
        id, known ? OrderOutcome.ALREADY_GONE : OrderOutcome.NEVER_SEEN);
  }

  private OrderOutcome cancel(ClientOrderId id) {
    ReferenceOrder order = orders.get(id);
    if (order == null || !order.live()) {
      return missing(id, order);
    }
    end(order, CloseReason.CANCELLED, "");
    return new OrderOutcome.Accepted(id, "", null);
  }

  private OrderOutcome amend(OrderSpec changed) {
    ReferenceOrder order = orders.get(changed.id());
    if (order == null || !order.live()) {
      return missing(changed.id(), order);
    }
    Price last = Objects.requireNonNull(account.last(changed.symbol()));
    Instrument instrument = Objects.requireNonNull(account.instrument(changed.symbol()));
    String unfit = unfit(instrument, changed, last);
    if (!unfit.isEmpty()) {
      return new OrderOutcome.Rejected(changed.id(), unfit);
    }
    OrderTerms terms = order.terms;
    Quantity remaining = order.remaining;
    order.terms = changed.terms();
    order.remaining = changed.quantity();
    if (!changed.reduceOnly() && !account.carries(orders.values())) {
      order.terms = terms;
      order.remaining = remaining;
      return new OrderOutcome.Rejected(changed.id(), "not enough margin");
    }
    tellAmended(order);
    if (order.is(Stage.RESTING) && order.crosses(last)) {
      order.stage = Stage.ARRIVED;
      thread.execute(() -> match(order));
    }
    return new OrderOutcome.Accepted(changed.id(), order.venueOrderId, null);
  }

  private OrderOutcome lever(Instruction.SetLeverage wanted) {
    Instrument instrument = account.instrument(wanted.symbol());
    if (instrument == null || wanted.leverage() > instrument.maxLeverage()) {
      return new OrderOutcome.Rejected(wanted.id(), "leverage out of range");
    }
    boolean otherMode = account.leverage(wanted.symbol()).mode() != wanted.mode();
    if (otherMode && !account.held(wanted.symbol()).isZero()) {
      return new OrderOutcome.Rejected(wanted.id(), "the mode cannot change under a position");
    }
    lever(wanted.symbol(), new LeverageSetting(wanted.leverage(), wanted.mode()));
    return new OrderOutcome.Accepted(wanted.id(), "", null);
  }

  private void lever(String symbol, LeverageSetting setting) {
    account.leverage(symbol, setting);
    tell(new BrokerEvent.LeverageChanged(symbol, setting.leverage(), setting.mode(), now()));
  }

  private void match(ReferenceOrder order) {
    Price last = Objects.requireNonNull(account.last(order.symbol()));
    if (!order.is(Stage.ARRIVED)) {
      return;
    }
    if (order.crosses(last)) {
      execute(order, last, order.remaining, false);
      if (order.live()) {
        end(order, CloseReason.REDUCE_ONLY, "more than the position");
      }
    } else if (order.terms instanceof OrderTerms.Limit it && it.timeInForce() == TimeInForce.IOC) {
      end(order, CloseReason.IOC_REMAINDER, "nothing to take");
    } else {
      order.stage = Stage.RESTING;
      tell(new BrokerEvent.OrderOpened(order.id(), order.venueOrderId, now()));
    }
  }

  private void execute(ReferenceOrder order, Price price, Quantity wanted, boolean maker) {
    Quantity most =
        order.spec.reduceOnly() ? account.closable(order.symbol(), order.side()) : wanted;
    Quantity quantity = most.compareTo(wanted) < 0 ? most : wanted;
    if (quantity.isZero()) {
      end(order, CloseReason.REDUCE_ONLY, "no position");
      return;
    }
    if (!account.leverageIsSet(order.symbol())) {
      lever(order.symbol(), account.leverage(order.symbol()));
    }
    Usd fee = price.times(quantity).times((maker ? MAKER : TAKER).toPlainString());
    Fill fill =
        new Fill(
            "f" + ++ids,
            order.id(),
            order.symbol(),
            order.side(),
            price,
            quantity,
            fee,
            maker,
            order.detail.equals(LIQUIDATION),
            now());
    account.book(fill);
    fills.add(fill);
    order.remaining = order.remaining.minus(quantity);
    order.filled = order.filled.plus(quantity);
    tell(new BrokerEvent.OrderFilled(fill));
    if (order.remaining.isZero()) {
      end(order, CloseReason.FILLED, "");
    } else {
      wakeExits(order);
    }
    dropUnfitting(order.symbol());
  }

  private static final String LIQUIDATION = "liquidation";

  private void wakeExits(ReferenceOrder entry) {
    for (ReferenceOrder exit : List.copyOf(orders.values())) {
      if (exit.is(Stage.ASLEEP) && exit.isBoundTo(entry) && isAwake(exit)) {
        exit.stage = exit.isTrigger() ? Stage.ARMED : Stage.ARRIVED;
        if (!exit.isTrigger()) {
          tell(new BrokerEvent.OrderTriggered(exit.id(), now()));
        }
        thread.execute(exit.isTrigger() ? () -> triggers(exit.symbol()) : () -> match(exit));
      }
    }
  }

  /** Reduce-only orders go with their position; an exit whose entry works may have one again. */
  private void dropUnfitting(String symbol) {
    for (ReferenceOrder order : List.copyOf(orders.values())) {
      ReferenceOrder entry = entry(order);
      boolean awaited = entry != null && entry.live();
      if ((order.is(Stage.RESTING) || order.is(Stage.ARMED))
          && order.spec.reduceOnly()
          && !awaited
          && order.symbol().equals(symbol)
          && account.closable(symbol, order.side()).isZero()) {
        end(order, CloseReason.REDUCE_ONLY, "its position is gone");
      }
    }
  }

  private void end(ReferenceOrder order, CloseReason reason, String detail) {
    order.closed = reason;
    order.detail = detail;
    tell(new BrokerEvent.OrderClosed(order.id(), reason, detail, now()));
    for (ReferenceOrder other : List.copyOf(orders.values())) {
      if (other.live() && other.isBoundTo(order)) {
        leave(other, order.filled);
      } else if (other.live()
          && reason == CloseReason.FILLED
          && order.spec.entry().isPresent()
          && other.spec.entry().equals(order.spec.entry())) {
        end(other, CloseReason.SIBLING, "its sibling filled");
      }
    }
    wakeExits(order);
  }

  /** An exit is left to what its entry has filled. */
  private void leave(ReferenceOrder exit, Quantity filled) {
    if (filled.isZero()) {
      end(exit, CloseReason.SIBLING, "its entry ended");
    } else if (exit.remaining.compareTo(filled) > 0) {
      exit.remaining = filled;
      tellAmended(exit);
    }
  }

  private void tellAmended(ReferenceOrder order) {
    tell(
        new BrokerEvent.OrderAmended(
            order.id(), order.venueOrderId, order.amendable(), order.remaining, now()));
  }

  private void traded(String symbol, Price price, Quantity size) {
    payFunding();
    account.last(symbol, price);
    Quantity left = size;
    for (ReferenceOrder order : List.copyOf(orders.values())) {
      Price limit = order.limit();
      if (!order.is(Stage.RESTING) || limit == null || !order.crosses(price)) {
        continue;
      }
      boolean touched = limit.equals(price);
      Quantity part = touched && left.compareTo(order.remaining) < 0 ? left : order.remaining;
      if (part.signum() > 0) {
        left = touched ? left.minus(part) : left;
        execute(order, limit, part, true);
      }
    }
    triggers(symbol);
    liquidate();
  }

  private void triggers(String symbol) {
    Price mark = Objects.requireNonNull(account.last(symbol));
    for (ReferenceOrder order : List.copyOf(orders.values())) {
      if (order.is(Stage.ARMED) && order.symbol().equals(symbol) && order.firesAt(mark)) {
        ReferenceOrder entry = entry(order);
        if (entry != null && entry.live()) {
          end(entry, CloseReason.SIBLING, "an exit of it fires");
        }
        order.stage = Stage.ARRIVED;
        tell(new BrokerEvent.OrderTriggered(order.id(), now()));
        thread.execute(() -> match(order));
      }
    }
  }

  private void liquidate() {
    if (!account.isBroken()) {
      return;
    }
    for (ReferenceOrder order : List.copyOf(orders.values())) {
      if (order.live()) {
        end(order, CloseReason.LIQUIDATION, "");
      }
    }
    for (String symbol : account.heldSymbols()) {
      tell(new BrokerEvent.Liquidated("l" + ++ids, symbol, "below maintenance margin", now()));
      Quantity held = account.held(symbol);
      OrderSpec forced =
          new OrderSpec(
              ClientOrderId.ofVenue("o" + ++ids),
              symbol,
              held.signum() > 0 ? Side.SELL : Side.BUY,
              held.abs(),
              OrderTerms.market(),
              true,
              Optional.empty(),
              "");
      ReferenceOrder order = new ReferenceOrder(forced, "v" + ++ids, now());
      order.detail = LIQUIDATION;
      orders.put(order.id(), order);
      execute(order, Objects.requireNonNull(account.last(symbol)), held.abs(), false);
    }
  }

  private void payFunding() {
    long hour = timeline.nowMillis() / HOUR;
    while (fundedHour < hour) {
      fundedHour++;
      for (String symbol : account.heldSymbols()) {
        Quantity held = account.held(symbol);
        Price last = Objects.requireNonNull(account.last(symbol));
        Usd amount = last.times(held).times(HOURLY.toPlainString()).negate();
        account.pay(amount);
        BrokerEvent.FundingPaid paid =
            new BrokerEvent.FundingPaid("p" + ++ids, symbol, amount, HOURLY, held, now());
        funding.add(paid);
        tell(paid);
      }
    }
  }

  VenueReport report(ReportRequest request) {
    payFunding();
    Map<ClientOrderId, OrderFate> fates = new HashMap<>();
    request.orders().forEach(id -> fates.put(id, fate(id)));
    return new VenueReport(
        now(),
        account.cash(),
        account.positions(),
        orders.values().stream().filter(ReferenceOrder::live).map(ReferenceVenue::shown).toList(),
        fates,
        fills.stream().filter(it -> !it.at().isBefore(request.since())).toList(),
        deposits.stream().filter(it -> !it.at().isBefore(request.since())).toList(),
        funding.stream().filter(it -> !it.at().isBefore(request.since())).toList());
  }

  private OrderFate fate(ClientOrderId id) {
    ReferenceOrder order = orders.get(id);
    if (order != null) {
      CloseReason closed = order.closed;
      return closed == null
          ? new OrderFate.Working(order.venueOrderId, order.remaining)
          : new OrderFate.Final(order.venueOrderId, closed, order.detail);
    }
    return answers.get(id) instanceof OrderOutcome.Rejected it
        ? new OrderFate.Final("", CloseReason.REJECTED, it.venueReason())
        : new OrderFate.NeverSeen();
  }

  private static VenueOrder shown(ReferenceOrder order) {
    return new VenueOrder(
        order.id(),
        order.venueOrderId,
        order.symbol(),
        order.side(),
        order.terms,
        order.remaining,
        order.spec.reduceOnly(),
        order.placedAt);
  }

  private void tell(BrokerEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  private Instant now() {
    return timeline.now();
  }
}
