package dev.orrery.broker.paper;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.contract.Clearing;
import dev.orrery.executor.ExecutorSettings;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.reconcile.Comparison;
import dev.orrery.executor.reconcile.Correction;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A paper broker on a market moved by hand, with its journal. */
final class PaperRig {
  static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
  static final List<Instrument> INSTRUMENTS =
      List.of(
          new Instrument(
              "BTC",
              new PriceRule(new BigDecimal("0.1"), 5),
              new BigDecimal("0.00001"),
              Usd.of(10),
              40),
          new Instrument(
              "ETH",
              new PriceRule(new BigDecimal("0.01"), 5),
              new BigDecimal("0.0001"),
              Usd.of(10),
              25));

  final SimulatedTimeline timeline;
  final MarketBoard board;
  final List<AccountEntry> journal = new ArrayList<>();
  final AccountBook book;
  final List<BrokerEvent> told = new ArrayList<>();
  final PaperBroker broker;
  private int orders;

  PaperRig() {
    this(free());
  }

  PaperRig(PaperSettings settings) {
    this(settings, List.of(), START);
  }

  PaperRig(PaperSettings settings, List<AccountEntry> past, long now) {
    timeline = new SimulatedTimeline(now);
    board = MarketBoard.of(INSTRUMENTS, timeline);
    book = AccountBook.restore(new AccountHistory(past));
    journal.addAll(past);
    broker =
        (PaperBroker)
            PaperBroker.with(settings)
                .open(
                    new BrokerFactory.Request(
                        "paper-1",
                        "d-1",
                        timeline,
                        INSTRUMENTS,
                        board::snapshot,
                        event -> {
                          keep(new AccountEntry.Told(event));
                          told.add(event);
                        },
                        List.of()));
    broker.restore(new AccountHistory(past));
    board.listen(MarketBoard.Phase.BROKERS, broker);
  }

  /** As the account desk keeps it: what is no news to the book is not journaled. */
  private void keep(AccountEntry entry) {
    if (!(entry instanceof AccountEntry.Told it) || book.isNews(it.event())) {
      journal.add(entry);
      book.apply(entry);
    }
  }

  /** Everything that book and broker have folded, as one entry. */
  AccountEntry.Standing standing() {
    List<String> folded = new ArrayList<>();
    broker.standing(folded::add);
    return new AccountEntry.Standing(book.standing(), folded.getFirst(), timeline.now());
  }

  /** What the reconciler would find. */
  List<Correction> differences() {
    Set<ClientOrderId> asked = new HashSet<>();
    book.state().working().forEach(order -> asked.add(order.id()));
    VenueReport report = broker.report(new ReportRequest(asked, Instant.EPOCH));
    Instant late = timeline.now().plusSeconds(60);
    return Comparison.compare(
        book,
        report,
        late,
        ExecutorSettings.DEFAULTS.tolerances(),
        sighting -> false,
        Comparison.InFlight.NOTHING);
  }

  /** No fees, no slippage, no funding: round numbers. */
  static PaperSettings free() {
    return PaperSettings.builder()
        .makerFee("0")
        .takerFee("0")
        .slippageBps("0")
        .hourlyFundingRate("0")
        .build();
  }

  PaperRig trade(String symbol, double price, double size) {
    return trade(symbol, timeline.nowMillis() + 1_000, price, size);
  }

  PaperRig trade(String symbol, long time, double price, double size) {
    publish(time, new MarketEvent.Trade(symbol, time, price, size));
    return this;
  }

  /** The next minute's bar. */
  PaperRig bar(String symbol, double open, double high, double low, double close) {
    long opens = Interval.MINUTE.floor(timeline.nowMillis() + 59_999);
    long time = opens + 60_000;
    publish(
        time,
        new MarketEvent.Bar(symbol, Interval.MINUTE, opens, time, open, high, low, close, 100));
    return this;
  }

  PaperRig marks(Map<String, Double> marks) {
    long time = timeline.nowMillis() + 1_000;
    publish(time, new MarketEvent.Marks(time, marks));
    return this;
  }

  /** The prices another rig's market has, without this broker hearing of them. */
  void takeMarketOf(PaperRig other) {
    board.forget(broker);
    for (Instrument instrument : INSTRUMENTS) {
      double mark = other.board.snapshot().mark(instrument.symbol());
      if (!Double.isNaN(mark)) {
        trade(instrument.symbol(), timeline.nowMillis(), mark, 1);
      }
    }
    board.listen(MarketBoard.Phase.BROKERS, broker);
  }

  void publish(long time, MarketEvent event) {
    timeline.step(time, () -> board.publish(event));
  }

  ClientOrderId nextId() {
    return ClientOrderId.of("d-1", "firing-" + timeline.nowMillis(), orders++, 0, 0);
  }

  OrderSpec order(String symbol, Side side, String quantity, OrderTerms terms) {
    return new OrderSpec(
        nextId(), symbol, side, Quantity.of(quantity), terms, false, Optional.empty(), "");
  }

  OrderSpec reducing(String symbol, Side side, String quantity, OrderTerms terms) {
    return new OrderSpec(
        nextId(), symbol, side, Quantity.of(quantity), terms, true, Optional.empty(), "");
  }

  OrderSpec exit(OrderSpec entry, OrderTerms terms) {
    return new OrderSpec(
        nextId(),
        entry.symbol(),
        entry.side().opposite(),
        entry.quantity(),
        terms,
        true,
        Optional.of(entry.id()),
        "");
  }

  List<OrderOutcome> place(OrderSpec... specs) {
    List<Instruction> instructions = new ArrayList<>();
    for (OrderSpec spec : specs) {
      instructions.add(new Instruction.Place(Clearing.placing(spec)));
    }
    return send(instructions);
  }

  OrderOutcome amend(OrderSpec to) {
    return send(List.of(new Instruction.Amend(Clearing.amending(to)))).getFirst();
  }

  OrderOutcome cancel(OrderSpec order) {
    return send(List.of(new Instruction.Cancel(order.id(), order.symbol()))).getFirst();
  }

  OrderOutcome lever(String symbol, int leverage, MarginMode mode) {
    ClientOrderId id = ClientOrderId.of("d-1", "leverage-" + timeline.nowMillis(), leverage, 0, 0);
    return send(List.of(new Instruction.SetLeverage(id, symbol, leverage, mode, true))).getFirst();
  }

  List<OrderOutcome> send(List<Instruction> instructions) {
    Instant now = timeline.now();
    Instant until = now.plusSeconds(10);
    for (Instruction instruction : instructions) {
      if (instruction instanceof Instruction.Place place) {
        keep(new AccountEntry.Intended(place.order().spec(), "firing", "test", 1, until, now));
      }
    }
    List<OrderOutcome> outcomes = broker.submit(new OrderBatch(instructions, until));
    for (int i = 0; i < outcomes.size(); i++) {
      AccountEntry.Asked asked =
          switch (instructions.get(i)) {
            case Instruction.Place ignored -> AccountEntry.Asked.PLACE;
            case Instruction.Amend ignored -> AccountEntry.Asked.AMEND;
            case Instruction.Cancel ignored -> AccountEntry.Asked.CANCEL;
            case Instruction.SetLeverage ignored -> AccountEntry.Asked.LEVERAGE;
          };
      keep(new AccountEntry.Answered(asked, outcomes.get(i), now));
    }
    return outcomes;
  }

  VenueReport report() {
    return broker.report(new ReportRequest(Set.of(), Instant.EPOCH));
  }

  Quantity held(String symbol) {
    return report().positions().stream()
        .filter(position -> position.symbol().equals(symbol))
        .map(VenueReport.VenuePosition::quantity)
        .findFirst()
        .orElse(Quantity.ZERO);
  }

  <E extends BrokerEvent> List<E> told(Class<E> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
