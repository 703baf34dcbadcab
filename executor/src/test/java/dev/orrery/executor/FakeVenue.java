package dev.orrery.executor;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.account.Holding;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerEvents;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.kernel.Timeline;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * A strict venue by hand: knows each id once, keeps its own truth, and can lose answers, refuse,
 * and hold back, repeat and shuffle its events. Market orders fill at the mark, limit orders rest
 * until {@link #fill}.
 */
public final class FakeVenue implements Broker {
  private final Timeline timeline;
  private final BrokerEvents events;
  private final Supplier<TestMarket> market;
  private final Map<ClientOrderId, OrderSpec> open = new LinkedHashMap<>();
  private final Map<ClientOrderId, OrderFate> fates = new HashMap<>();
  private final Map<ClientOrderId, OrderOutcome> answers = new HashMap<>();
  private final Map<String, Holding> holdings = new TreeMap<>();
  private final List<Fill> fills = new ArrayList<>();
  private final List<BrokerEvent.Deposited> deposits = new ArrayList<>();
  private final List<BrokerEvent> held = new ArrayList<>();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private Usd balance = Usd.ZERO;
  private Effects effects = Effects.OUTSIDE;
  private boolean holding;
  private boolean unreachable;
  private boolean silent;
  private volatile CountDownLatch hangs = new CountDownLatch(0);
  private boolean forgetful;
  private long sequence;
  private int submitted;
  private int reported;

  public FakeVenue(Timeline timeline, BrokerEvents events, Supplier<TestMarket> market) {
    this.timeline = timeline;
    this.events = events;
    this.market = market;
  }

  /** What happens to the next orders, one each. */
  public enum Fault {
    NONE,
    REFUSE,
    ARRIVES_UNANSWERED,
    NEVER_ARRIVES
  }

  public void next(Fault... wanted) {
    faults.addAll(List.of(wanted));
  }

  public void effects(Effects wanted) {
    effects = wanted;
  }

  public void unreachable(boolean wanted) {
    unreachable = wanted;
  }

  /** Its reports say nothing of the orders they are asked for. */
  public void silentAboutOrders(boolean wanted) {
    silent = wanted;
  }

  /** Its next report comes when this is counted down. */
  public void hangUntil(CountDownLatch wanted) {
    hangs = wanted;
  }

  /** It answers with an empty list. */
  public void forgetAnswers(boolean wanted) {
    forgetful = wanted;
  }

  public void holdEvents(boolean wanted) {
    holding = wanted;
  }

  /** Tells what was held back: shuffled, some of it twice. */
  public void release(Random random) {
    List<BrokerEvent> all = new ArrayList<>(held);
    held.clear();
    for (BrokerEvent event : List.copyOf(all)) {
      if (random.nextInt(3) == 0) {
        all.add(event);
      }
    }
    Collections.shuffle(all, random);
    all.forEach(events::on);
  }

  /** Events that are never told. */
  public void loseHeld() {
    held.clear();
  }

  public void deposit(Usd amount) {
    balance = balance.plus(amount);
    BrokerEvent.Deposited event =
        new BrokerEvent.Deposited("deposit-" + sequence++, amount, timeline.now());
    deposits.add(event);
    tell(event);
  }

  /** Money moves and nobody is told. */
  public void moveMoneySilently(Usd amount) {
    balance = balance.plus(amount);
  }

  /** Number of reports it was asked for. */
  public int reported() {
    return reported;
  }

  /** Number of batches that reached it. */
  public int submitted() {
    return submitted;
  }

  public Usd balance() {
    return balance;
  }

  public Usd equity() {
    Usd equity = balance;
    for (Map.Entry<String, Holding> each : holdings.entrySet()) {
      Price mark = Price.of(market.get().mark(each.getKey()));
      equity = equity.plus(each.getValue().unrealised(mark));
    }
    return equity;
  }

  public Quantity position(String symbol) {
    return holdings.getOrDefault(symbol, Holding.NONE).quantity();
  }

  public List<Fill> fills() {
    return List.copyOf(fills);
  }

  public List<OrderSpec> working() {
    return List.copyOf(open.values());
  }

  /** Fills a working order, whole or in part, at a price. */
  public void fill(ClientOrderId id, Quantity quantity, Price price) {
    OrderSpec order = open.get(id);
    if (order == null) {
      throw new AssertionError("no working order " + id);
    }
    execute(order, quantity, price);
    Quantity rest = order.quantity().minus(quantity);
    if (rest.isZero()) {
      close(id, CloseReason.FILLED);
    } else {
      open.put(id, resized(order, rest));
    }
  }

  /** An order placed by somebody else. */
  public void placeForeign(OrderSpec order) {
    open.put(order.id(), order);
  }

  @Override
  public Effects effects() {
    return effects;
  }

  @Override
  public List<OrderOutcome> submit(OrderBatch batch) {
    submitted++;
    List<OrderOutcome> outcomes = new ArrayList<>();
    boolean refused = false;
    for (Instruction instruction : batch.instructions()) {
      OrderOutcome outcome =
          refused && instruction.opens()
              ? new OrderOutcome.Rejected(instruction.id(), OrderOutcome.NOT_SENT)
              : carryOut(instruction);
      refused |= outcome instanceof OrderOutcome.Rejected;
      outcomes.add(outcome);
    }
    return forgetful ? List.of() : outcomes;
  }

  private OrderOutcome carryOut(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Place it -> place(it.order().spec());
      case Instruction.Cancel it -> cancel(it.id());
      case Instruction.Amend it -> amend(it.order().spec());
      case Instruction.SetLeverage it -> {
        tell(
            new BrokerEvent.LeverageChanged(it.symbol(), it.leverage(), it.mode(), timeline.now()));
        yield new OrderOutcome.Accepted(it.id(), "", null);
      }
    };
  }

  private OrderOutcome place(OrderSpec order) {
    OrderOutcome before = answers.get(order.id());
    if (before != null) {
      return before;
    }
    Fault fault = faults.isEmpty() ? Fault.NONE : faults.removeFirst();
    OrderOutcome outcome =
        switch (fault) {
          case NONE -> accept(order);
          case REFUSE -> {
            OrderOutcome rejected = new OrderOutcome.Rejected(order.id(), "refused by the venue");
            fates.put(order.id(), new OrderFate.Final("", CloseReason.REJECTED, "refused"));
            yield rejected;
          }
          case ARRIVES_UNANSWERED -> {
            accept(order);
            yield new OrderOutcome.Unresolved(order.id(), "answer lost");
          }
          case NEVER_ARRIVES -> {
            yield new OrderOutcome.Unresolved(order.id(), "timeout");
          }
        };
    if (fault != Fault.NEVER_ARRIVES) {
      answers.put(order.id(), outcome);
    }
    return outcome;
  }

  private OrderOutcome accept(OrderSpec order) {
    String venueId = "v" + sequence++;
    open.put(order.id(), order);
    tell(new BrokerEvent.OrderOpened(order.id(), venueId, timeline.now()));
    Fill fill = null;
    if (order.terms() instanceof OrderTerms.AtMarket) {
      double mark = market.get().mark(order.symbol());
      Quantity quantity = order.reduceOnly() ? reducible(order) : order.quantity();
      if (quantity.isZero()) {
        close(order.id(), CloseReason.REDUCE_ONLY);
      } else {
        fill = execute(order, quantity, Price.of(mark));
        close(
            order.id(),
            quantity.equals(order.quantity()) ? CloseReason.FILLED : CloseReason.REDUCE_ONLY);
      }
    }
    return new OrderOutcome.Accepted(order.id(), venueId, fill);
  }

  private Quantity reducible(OrderSpec order) {
    Quantity position = position(order.symbol());
    if (position.signum() * order.side().sign() >= 0) {
      return Quantity.ZERO;
    }
    return position.abs().compareTo(order.quantity()) < 0 ? position.abs() : order.quantity();
  }

  private Fill execute(OrderSpec order, Quantity quantity, Price price) {
    Usd fee = price.times(quantity).times("0.00045");
    Fill fill =
        new Fill(
            "f" + sequence++,
            order.id(),
            order.symbol(),
            order.side(),
            price,
            quantity,
            fee,
            false,
            false,
            timeline.now());
    Holding.Change change = holdings.getOrDefault(order.symbol(), Holding.NONE).after(fill);
    holdings.put(order.symbol(), change.holding());
    balance = balance.plus(change.realised()).minus(fee);
    fills.add(fill);
    tell(new BrokerEvent.OrderFilled(fill));
    return fill;
  }

  private OrderOutcome cancel(ClientOrderId id) {
    if (!open.containsKey(id)) {
      return new OrderOutcome.Rejected(
          id, fates.containsKey(id) ? OrderOutcome.ALREADY_GONE : OrderOutcome.NEVER_SEEN);
    }
    close(id, CloseReason.CANCELLED);
    return new OrderOutcome.Accepted(id, "", null);
  }

  private OrderOutcome amend(OrderSpec order) {
    if (!faults.isEmpty() && faults.getFirst() == Fault.NEVER_ARRIVES) {
      faults.removeFirst();
      return new OrderOutcome.Unresolved(order.id(), "timeout");
    }
    if (!open.containsKey(order.id()) || !(order.terms() instanceof OrderTerms.Limit limit)) {
      return new OrderOutcome.Rejected(order.id(), OrderOutcome.ALREADY_GONE);
    }
    open.put(order.id(), order);
    String venueId = "v" + sequence++;
    tell(
        new BrokerEvent.OrderAmended(
            order.id(), venueId, limit.price(), order.quantity(), timeline.now()));
    return new OrderOutcome.Accepted(order.id(), venueId, null);
  }

  private void close(ClientOrderId id, CloseReason reason) {
    open.remove(id);
    fates.put(id, new OrderFate.Final("", reason, "by the venue"));
    tell(new BrokerEvent.OrderClosed(id, reason, "", timeline.now()));
  }

  private void tell(BrokerEvent event) {
    if (holding) {
      held.add(event);
    } else {
      events.on(event);
    }
  }

  @Override
  public VenueReport report(ReportRequest request) {
    reported++;
    if (unreachable) {
      throw new BrokerException(BrokerException.Kind.TRANSIENT, "venue unreachable");
    }
    try {
      hangs.await();
    } catch (InterruptedException e) {
      throw new BrokerException(BrokerException.Kind.TRANSIENT, "interrupted", e);
    }
    Instant now = timeline.now();
    Map<ClientOrderId, OrderFate> asked = new HashMap<>();
    for (ClientOrderId id : silent ? Set.<ClientOrderId>of() : request.orders()) {
      OrderSpec working = open.get(id);
      asked.put(
          id,
          working != null
              ? new OrderFate.Working("v", working.quantity())
              : fates.getOrDefault(id, new OrderFate.NeverSeen()));
    }
    List<VenueReport.VenuePosition> positions = new ArrayList<>();
    holdings.forEach((symbol, held) -> {
      if (!held.quantity().isZero()) {
        positions.add(
            new VenueReport.VenuePosition(
                symbol,
                held.quantity(),
                held.averageEntry(),
                20,
                MarginMode.CROSS,
                Optional.of(new Price(BigDecimal.ONE))));
      }
    });
    return new VenueReport(
        now,
        balance,
        positions,
        open.values().stream()
            .map(it ->
                new VenueReport.VenueOrder(
                    it.id(),
                    "v",
                    it.symbol(),
                    it.side(),
                    it.terms(),
                    it.quantity(),
                    it.reduceOnly(),
                    now))
            .toList(),
        asked,
        fills.stream().filter(it -> !it.at().isBefore(request.since())).toList(),
        deposits.stream().filter(it -> !it.at().isBefore(request.since())).toList(),
        List.of());
  }

  @Override
  public void close() {}

  private static OrderSpec resized(OrderSpec order, Quantity quantity) {
    return new OrderSpec(
        order.id(),
        order.symbol(),
        order.side(),
        quantity,
        order.terms(),
        order.reduceOnly(),
        order.entry(),
        order.label());
  }
}
