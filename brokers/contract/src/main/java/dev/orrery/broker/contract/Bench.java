package dev.orrery.broker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.ExecutorSettings;
import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerEvents;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountEntry.Asked;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.reconcile.Comparison;
import dev.orrery.executor.reconcile.Comparison.InFlight;
import dev.orrery.executor.reconcile.Correction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/**
 * One account under test with all that keeps it: journal, book, and the two faulty ways between
 * them and the broker. What scenarios are made of, those of others, too. Thread-safe.
 */
public final class Bench implements AutoCloseable {
  private static final long POLL_NANOS = 2_000_000;

  private final BrokerHarness harness;
  private final Knowledge known = new Knowledge();
  private final AtomicInteger orders = new AtomicInteger();
  private final List<Correction> drifted = new ArrayList<>();
  private FaultyEvents events;
  private FaultyBroker broker;

  /** Opens the account of a harness, for scenarios that stand by themselves. */
  public Bench(BrokerHarness harness) {
    this.harness = harness;
    InstrumentCheck.require(harness.instrument());
    this.events = new FaultyEvents(this::told, harness.timeline());
    this.broker = opened(AccountHistory.empty());
    boot();
    trade("1000", "1");
  }

  /** Skips the scenario unless the venue can show all of it. */
  public void needs(Capability... capabilities) {
    for (Capability capability : capabilities) {
      Optional<String> reason = harness.lacks(capability);
      Assumptions.assumeTrue(reason.isEmpty(), () -> capability + ": " + reason.orElse(""));
    }
  }

  /** The venue's side. */
  public BrokerHarness harness() {
    return harness;
  }

  /** What is traded. */
  public String symbol() {
    return harness.instrument().symbol();
  }

  /** The broker, behind calls that can be made to fail. */
  public FaultyBroker broker() {
    return broker;
  }

  /** What it tells, on a way that can be made to fail. */
  public FaultyEvents events() {
    return events;
  }

  /** Others trade, and what that leads to has happened. */
  public void trade(String price, String size) {
    harness.settle();
    harness.trade(Price.of(price), Quantity.of(size));
    harness.settle();
  }

  /** Time goes by, and what that leads to has happened. */
  public void pass(java.time.Duration time) {
    harness.settle();
    harness.pass(time);
    harness.settle();
  }

  private void told(BrokerEvent event) {
    known.keep(new AccountEntry.Told(event));
  }

  /** The account as the runtime has it. */
  public AccountState state() {
    return known.state();
  }

  /** The position as the runtime has it. */
  public Quantity held() {
    return state().holding(symbol()).quantity();
  }

  /** The position as the venue has it. */
  public Quantity reported() {
    return reported(report());
  }

  /** The position in a report. */
  public Quantity reported(VenueReport report) {
    return report.positions().stream()
        .filter(position -> position.symbol().equals(symbol()))
        .map(VenueReport.VenuePosition::quantity)
        .findFirst()
        .orElse(Quantity.ZERO);
  }

  /** A new order that opens. */
  public OrderSpec order(Side side, String quantity, OrderTerms terms) {
    return spec(symbol(), side, quantity, terms, false, Optional.empty());
  }

  /** A new order that may only shrink. */
  public OrderSpec reducing(Side side, String quantity, OrderTerms terms) {
    return spec(symbol(), side, quantity, terms, true, Optional.empty());
  }

  /** An exit of an entry's size. */
  public OrderSpec exit(OrderSpec entry, OrderTerms terms) {
    String quantity = entry.quantity().toString();
    return spec(symbol(), entry.side().opposite(), quantity, terms, true, Optional.of(entry.id()));
  }

  /** The same order with another price and remainder. */
  public static OrderSpec changed(OrderSpec order, String price, String remaining) {
    return new OrderSpec(
        order.id(),
        order.symbol(),
        order.side(),
        Quantity.of(remaining),
        OrderTerms.limit(Price.of(price)),
        order.reduceOnly(),
        order.entry(),
        order.label());
  }

  OrderSpec spec(
      String symbol,
      Side side,
      String quantity,
      OrderTerms terms,
      boolean reduceOnly,
      Optional<ClientOrderId> entry) {
    ClientOrderId id = freshId();
    return new OrderSpec(id, symbol, side, Quantity.of(quantity), terms, reduceOnly, entry, "");
  }

  /** An id that was never used. */
  public ClientOrderId freshId() {
    return ClientOrderId.of("contract", "scenario", orders.getAndIncrement(), 0, 0);
  }

  /** Places in one batch. */
  public List<OrderOutcome> place(OrderSpec... specs) {
    return send(Arrays.stream(specs).map(Bench::placing).toList());
  }

  /** An instruction to place an order, cleared. */
  public static Instruction placing(OrderSpec spec) {
    return new Instruction.Place(Clearing.placing(spec));
  }

  /** Places one that must be accepted. */
  public OrderSpec accepted(OrderSpec spec) {
    assertThat(place(spec).getFirst()).isInstanceOf(OrderOutcome.Accepted.class);
    return spec;
  }

  /** Places one that must be accepted and rest. */
  public OrderSpec resting(OrderSpec spec) {
    accepted(spec);
    until(() -> "rests: " + spec, () -> works(spec));
    return spec;
  }

  /** Places one that must be refused. */
  public void refused(OrderSpec spec) {
    assertThat(place(spec).getFirst()).isInstanceOf(OrderOutcome.Rejected.class);
  }

  /** Cancels one. */
  public OrderOutcome cancel(OrderSpec order) {
    return send(List.of(new Instruction.Cancel(order.id(), order.symbol()))).getFirst();
  }

  /** Amends one. */
  public OrderOutcome amend(OrderSpec changed) {
    return send(List.of(new Instruction.Amend(Clearing.amending(changed)))).getFirst();
  }

  /** Sends a batch as the runtime does: intents first, answers kept. */
  public List<OrderOutcome> send(List<Instruction> instructions) {
    Instant now = harness.timeline().now();
    Instant until = harness.validUntil();
    for (Instruction instruction : instructions) {
      switch (instruction) {
        case Instruction.Place it ->
            known.keep(
                new AccountEntry.Intended(
                    it.order().spec(), "contract", "contract", 1, until, now));
        case Instruction.Amend it ->
            known.keep(new AccountEntry.Amending(it.order().spec(), "contract", until, now));
        case Instruction.Cancel _, Instruction.SetLeverage _ -> {}
      }
    }
    OrderBatch batch = new OrderBatch(instructions, until);
    List<OrderOutcome> outcomes =
        broker.effects() == Broker.Effects.INSIDE
            ? broker.submit(batch)
            : InTime.call("submit", harness.answerLimit(), () -> broker.submit(batch));
    assertThat(outcomes)
        .extracting(OrderOutcome::clientOrderId)
        .containsExactlyElementsOf(instructions.stream().map(Instruction::id).toList());
    for (int i = 0; i < outcomes.size(); i++) {
      known.keep(new AccountEntry.Answered(asked(instructions.get(i)), outcomes.get(i), now));
    }
    return outcomes;
  }

  private static Asked asked(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Place _ -> Asked.PLACE;
      case Instruction.Amend _ -> Asked.AMEND;
      case Instruction.Cancel _ -> Asked.CANCEL;
      case Instruction.SetLeverage _ -> Asked.LEVERAGE;
    };
  }

  /** What the venue says, with everything since the beginning. */
  public VenueReport report(OrderSpec... asked) {
    Set<ClientOrderId> ids = new HashSet<>();
    for (OrderSpec spec : asked) {
      ids.add(spec.id());
    }
    return report(new ReportRequest(ids, Instant.EPOCH));
  }

  VenueReport report(ReportRequest request) {
    VenueReport report = broker.report(request);
    assertThat(report.asked().keySet())
        .as("a report tells the fate of every order that was asked for, and of no other")
        .isEqualTo(request.orders());
    return report;
  }

  /** What the venue says of one order. */
  public OrderFate fate(OrderSpec order) {
    OrderFate fate = report(order).asked().get(order.id());
    if (fate == null) {
      throw new AssertionError("no fate of " + order);
    }
    return fate;
  }

  /** Whether the venue works an order. */
  public boolean works(OrderSpec order) {
    return report().openOrders().stream().anyMatch(it -> it.id().equals(order.id()));
  }

  /** All that has arrived of one kind. */
  public <E extends BrokerEvent> List<E> told(Class<E> kind) {
    return events.passed().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The venue's fills of an order. */
  public List<Fill> fills(OrderSpec order) {
    return report().fills().stream()
        .filter(fill -> fill.clientOrderId().equals(order.id()))
        .toList();
  }

  /** Waits, within the harness's patience, until something holds; fails when it does not. */
  public void until(String what, BooleanSupplier holds) {
    until(() -> what, holds);
  }

  void until(Supplier<String> what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + harness.patience().toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        throw new AssertionError("not within " + harness.patience() + ": " + what.get());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Waits until the runtime has this position, and still has it when all news has come. */
  public void untilHeld(String quantity) {
    until(
        () -> "the position is " + quantity + "; it is " + held(),
        () -> held().equals(Quantity.of(quantity)));
    harness.settle();
    assertThat(held()).as("the position, after all news").isEqualTo(Quantity.of(quantity));
  }

  /** Waits until the venue works an order no longer. */
  public void untilGone(OrderSpec order) {
    until(() -> "gone: " + order, () -> !works(order));
  }

  /** Compares the book with the venue as the reconciler does, long after everything was sent. */
  public List<Correction> compare() {
    return compare(InFlight.NOTHING);
  }

  private List<Correction> compare(InFlight inFlight) {
    VenueReport report = report(new ReportRequest(known.working(), Instant.EPOCH));
    Instant late = harness.validUntil().plusSeconds(60);
    return known.look(book ->
        Comparison.compare(
            book,
            report,
            late,
            ExecutorSettings.DEFAULTS.tolerances(),
            sighting -> true,
            inFlight));
  }

  private void boot() {
    List<Correction> found =
        compare(broker.effects() == Broker.Effects.INSIDE ? InFlight.NOTHING : InFlight.ORDERS);
    found.stream().filter(Correction::isDrift).forEach(drifted::add);
    book(found);
  }

  /** What nothing explained when a broker was opened. */
  List<Correction> drifted() {
    return List.copyOf(drifted);
  }

  /** Compares and books what that finds. */
  public void reconcile() {
    book(compare());
  }

  private void book(List<Correction> corrections) {
    corrections.forEach(correction -> correction.entries().forEach(known::keep));
  }

  /** Book and venue agree on everything, to the last digit where the venue has one. */
  public void agrees() {
    harness.settle();
    until(() -> "book and venue agree; they differ in " + compare(), () -> compare().isEmpty());
    Map<String, Quantity> ours = new HashMap<>();
    state().held().forEach(held -> ours.put(held.symbol(), held.holding().quantity()));
    Map<String, Quantity> theirs = new HashMap<>();
    report().positions().forEach(it -> theirs.put(it.symbol(), it.quantity()));
    assertThat(ours).isEqualTo(theirs);
  }

  /** The process dies with only the first entries of its journal durable, and comes back. */
  public void restart(int durable) {
    down();
    up(durable);
  }

  /** The process dies: nobody hears the broker any more, and it lets go of the venue. */
  public void down() {
    events.deafen();
    broker.close();
  }

  /** The process comes back, with only the first entries of its journal durable. */
  public void up(int durable) {
    AccountHistory history = known.cut(durable);
    events = new FaultyEvents(this::told, harness.timeline());
    broker = opened(history);
    boot();
  }

  private FaultyBroker opened(AccountHistory history) {
    Broker opened = harness.factory().open(request(events));
    if (opened instanceof SimulatedBroker simulated) {
      simulated.restore(history);
      harness.attach(simulated);
    }
    return new FaultyBroker(opened);
  }

  BrokerFactory.Request request(BrokerEvents listener) {
    return new BrokerFactory.Request(
        "contract",
        "contract",
        harness.timeline(),
        harness.instruments(),
        harness::market,
        listener,
        state().working());
  }

  /** How many entries the journal has. */
  public int journaled() {
    return known.size();
  }

  @Override
  public void close() {
    broker.close();
    harness.close();
  }
}
