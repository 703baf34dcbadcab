package dev.orrery.broker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.ExecutorSettings;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
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
import dev.orrery.executor.reconcile.Correction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/**
 * One account under test with all that keeps it: journal, book, and the two faulty ways between
 * them and the broker. Thread-safe.
 */
public final class Bench implements AutoCloseable {
  private static final long POLL_NANOS = 2_000_000;

  private final BrokerHarness harness;
  private final List<AccountEntry> journal = new ArrayList<>();
  private AccountBook book = new AccountBook();
  private FaultyEvents events;
  private FaultyBroker broker;
  private int orders;

  Bench(BrokerHarness harness) {
    this.harness = harness;
    this.events = new FaultyEvents(this::told);
    this.broker = new FaultyBroker(harness.open(events));
    harness.trade(Price.of("1000"), Quantity.of("1"));
  }

  /** Skips the scenario unless the venue can show it. */
  public void needs(Capability capability) {
    Optional<String> reason = harness.lacks(capability);
    Assumptions.assumeTrue(reason.isEmpty(), () -> capability + ": " + reason.orElse(""));
  }

  BrokerHarness harness() {
    return harness;
  }

  String symbol() {
    return harness.instrument().symbol();
  }

  FaultyBroker broker() {
    return broker;
  }

  FaultyEvents events() {
    return events;
  }

  /** Others trade. */
  void trade(String price, String size) {
    harness.trade(Price.of(price), Quantity.of(size));
  }

  private synchronized void told(BrokerEvent event) {
    keep(new AccountEntry.Told(event));
  }

  private synchronized void keep(AccountEntry entry) {
    boolean news = !(entry instanceof AccountEntry.Told it) || book.isNews(it.event());
    if (news) {
      journal.add(entry);
      book.apply(entry);
    }
  }

  synchronized AccountState state() {
    return book.state();
  }

  Quantity held() {
    return state().holding(symbol()).quantity();
  }

  /** A new order that opens. */
  OrderSpec order(Side side, String quantity, OrderTerms terms) {
    return spec(symbol(), side, quantity, terms, false, Optional.empty());
  }

  /** A new order that may only shrink. */
  OrderSpec reducing(Side side, String quantity, OrderTerms terms) {
    return spec(symbol(), side, quantity, terms, true, Optional.empty());
  }

  /** An exit of an entry's size. */
  OrderSpec exit(OrderSpec entry, OrderTerms terms) {
    String quantity = entry.quantity().toString();
    return spec(symbol(), entry.side().opposite(), quantity, terms, true, Optional.of(entry.id()));
  }

  /** The same order with another price and remainder. */
  static OrderSpec changed(OrderSpec order, String price, String remaining) {
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

  synchronized OrderSpec spec(
      String symbol,
      Side side,
      String quantity,
      OrderTerms terms,
      boolean reduceOnly,
      Optional<ClientOrderId> entry) {
    ClientOrderId id = ClientOrderId.of("contract", "scenario", orders++, 0, 0);
    return new OrderSpec(id, symbol, side, Quantity.of(quantity), terms, reduceOnly, entry, "");
  }

  synchronized ClientOrderId freshId() {
    return ClientOrderId.of("contract", "leverage", orders++, 0, 0);
  }

  /** Places in one batch. */
  List<OrderOutcome> place(OrderSpec... specs) {
    List<Instruction> all = new ArrayList<>();
    for (OrderSpec spec : specs) {
      all.add(new Instruction.Place(Clearing.placing(spec)));
    }
    return send(all);
  }

  /** Places one that must be accepted. */
  OrderSpec accepted(OrderSpec spec) {
    assertThat(place(spec).getFirst()).isInstanceOf(OrderOutcome.Accepted.class);
    return spec;
  }

  /** Places one that must be refused. */
  void refused(OrderSpec spec) {
    assertThat(place(spec).getFirst()).isInstanceOf(OrderOutcome.Rejected.class);
  }

  OrderOutcome cancel(OrderSpec order) {
    return send(List.of(new Instruction.Cancel(order.id(), order.symbol()))).getFirst();
  }

  OrderOutcome amend(OrderSpec changed) {
    return send(List.of(new Instruction.Amend(Clearing.amending(changed)))).getFirst();
  }

  List<OrderOutcome> send(List<Instruction> instructions) {
    Instant now = harness.timeline().now();
    Instant until = harness.validUntil();
    for (Instruction instruction : instructions) {
      switch (instruction) {
        case Instruction.Place it ->
            keep(
                new AccountEntry.Intended(
                    it.order().spec(), "contract", "contract", 1, until, now));
        case Instruction.Amend it ->
            keep(new AccountEntry.Amending(it.order().spec(), "contract", until, now));
        case Instruction.Cancel ignored -> {}
        case Instruction.SetLeverage ignored -> {}
      }
    }
    List<OrderOutcome> outcomes = broker.submit(new OrderBatch(instructions, until));
    assertThat(outcomes)
        .extracting(OrderOutcome::clientOrderId)
        .containsExactlyElementsOf(instructions.stream().map(Instruction::id).toList());
    for (int i = 0; i < outcomes.size(); i++) {
      keep(new AccountEntry.Answered(asked(instructions.get(i)), outcomes.get(i), now));
    }
    return outcomes;
  }

  private static Asked asked(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Place ignored -> Asked.PLACE;
      case Instruction.Amend ignored -> Asked.AMEND;
      case Instruction.Cancel ignored -> Asked.CANCEL;
      case Instruction.SetLeverage ignored -> Asked.LEVERAGE;
    };
  }

  VenueReport report(OrderSpec... asked) {
    Set<ClientOrderId> ids = new HashSet<>();
    for (OrderSpec spec : asked) {
      ids.add(spec.id());
    }
    return broker.report(new ReportRequest(ids, Instant.EPOCH));
  }

  OrderFate fate(OrderSpec order) {
    return report(order).asked().getOrDefault(order.id(), new OrderFate.NeverSeen());
  }

  boolean works(OrderSpec order) {
    return report().openOrders().stream().anyMatch(it -> it.id().equals(order.id()));
  }

  /** All that has arrived of one kind. */
  <E extends BrokerEvent> List<E> told(Class<E> kind) {
    return events.passed().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<Fill> fills(OrderSpec order) {
    return report().fills().stream()
        .filter(fill -> fill.clientOrderId().equals(order.id()))
        .toList();
  }

  /** Waits, within the harness's patience, until something holds; fails when it does not. */
  void until(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + harness.patience().toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  void untilHeld(String quantity) {
    until(
        "position is " + quantity + ", not " + held(), () -> held().equals(Quantity.of(quantity)));
  }

  void untilGone(OrderSpec order) {
    until(order + " is gone", () -> !works(order));
  }

  /** Compares the book with the venue as the reconciler does. */
  synchronized List<Correction> compare() {
    Set<ClientOrderId> working = new HashSet<>();
    book.state().working().forEach(order -> working.add(order.id()));
    VenueReport report = broker.report(new ReportRequest(working, Instant.EPOCH));
    Instant late = harness.validUntil().plusSeconds(60);
    return Comparison.compare(
        book,
        report,
        late,
        ExecutorSettings.DEFAULTS.tolerances(),
        sighting -> false,
        Comparison.InFlight.NOTHING);
  }

  /** Compares and books what that finds. */
  synchronized void reconcile() {
    compare().forEach(correction -> correction.entries().forEach(this::keep));
  }

  /** Book and venue agree on everything, to the last digit where the venue has one. */
  void agrees() {
    until("book and venue agree: " + compare(), () -> compare().isEmpty());
    Map<String, Quantity> ours = new HashMap<>();
    state().held().forEach(held -> ours.put(held.symbol(), held.holding().quantity()));
    Map<String, Quantity> theirs = new HashMap<>();
    report().positions().forEach(it -> theirs.put(it.symbol(), it.quantity()));
    assertThat(ours).isEqualTo(theirs);
  }

  /** The process dies with only the first entries of its journal durable, and comes back. */
  void restart(int durable) {
    AccountHistory history;
    synchronized (this) {
      journal.subList(durable, journal.size()).clear();
      history = new AccountHistory(journal);
      book = AccountBook.restore(history);
    }
    events = new FaultyEvents(this::told);
    broker = new FaultyBroker(harness.reopen(events, history));
  }

  synchronized int journaled() {
    return journal.size();
  }

  @Override
  public void close() {
    broker.close();
    harness.close();
  }
}
