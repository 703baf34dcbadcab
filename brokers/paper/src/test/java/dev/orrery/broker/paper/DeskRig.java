package dev.orrery.broker.paper;

import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.action.Action;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.ExecutorSettings;
import dev.orrery.executor.Judgement;
import dev.orrery.executor.OrderSender;
import dev.orrery.executor.Permit;
import dev.orrery.executor.Proposal;
import dev.orrery.executor.ReconcileListener;
import dev.orrery.executor.Reconciler;
import dev.orrery.executor.Reconciliation;
import dev.orrery.executor.SendReport;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.journal.MemoryJournal;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.reconcile.Correction;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.executor.risk.TradingState;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Actions through planner, gate and desk to a paper account, on a market moved by hand. */
final class DeskRig {
  private static final RiskCaps WIDE =
      new RiskCaps(
          new BigDecimal("1000"),
          new BigDecimal("2000"),
          1_000_000,
          1_000_000,
          new BigDecimal("40"),
          new BigDecimal("10"),
          Set.of("BTC", "ETH"),
          new BigDecimal("200"),
          new BigDecimal("5"));

  private final SimulatedTimeline timeline = new SimulatedTimeline(PaperRig.START);
  private final MarketBoard board = MarketBoard.of(PaperRig.INSTRUMENTS, timeline);
  private final AccountDesk desk;
  private final OrderSender sender;
  private final Reconciler reconciler;
  private final PaperBroker broker;
  private int comparisons;
  private int firings;

  DeskRig() {
    MemoryJournal journal = new MemoryJournal();
    Permit permit =
        new Permit(TradingState.ACTIVE, 1, Instant.parse("2099-01-01T00:00:00Z"), List.of());
    Instant processNow = Instant.ofEpochMilli(PaperRig.START);
    ExecutorSettings settings = ExecutorSettings.DEFAULTS;
    desk =
        new AccountDesk(
            "d-1", journal, timeline, () -> processNow, () -> permit, settings, Meters.NONE);
    broker =
        (PaperBroker)
            PaperBroker.with(PaperRig.free())
                .open(
                    new BrokerFactory.Request(
                        "paper-1",
                        "d-1",
                        timeline,
                        PaperRig.INSTRUMENTS,
                        board::snapshot,
                        desk,
                        List.of()));
    broker.restore(journal.history("d-1"));
    board.listen(MarketBoard.Phase.BROKERS, broker);
    sender =
        new OrderSender(
            desk,
            broker,
            journal,
            timeline,
            () -> processNow,
            () -> permit,
            settings,
            Meters.NONE,
            Runnable::run,
            unresolved -> {});
    broker.setMarkPrice("ETH", Price.of("100"));
    reconciler =
        new Reconciler(
            desk,
            broker,
            timeline,
            Runnable::run,
            settings,
            Meters.NONE,
            new ReconcileListener() {
              @Override
              public void reconciled(Reconciliation found) {
                comparisons++;
              }

              @Override
              public void drifted(Correction drift) {}

              @Override
              public void failed(String cause) {}
            });
  }

  /** From now on book and paper account are compared as in a runtime. */
  DeskRig reconciling() {
    List<Correction> ignored = reconciler.boot();
    reconciler.start();
    return this;
  }

  /** How often they were compared, thing by thing. */
  int comparisons() {
    return comparisons;
  }

  DeskRig pass(Duration time) {
    timeline.step(timeline.nowMillis() + time.toMillis(), () -> {});
    return this;
  }

  /** Something only the book hears. */
  DeskRig mistell(BrokerEvent event) {
    desk.on(event);
    return this;
  }

  PaperBroker broker() {
    return broker;
  }

  Instant now() {
    return timeline.now();
  }

  DeskRig trade(double price, double size) {
    long time = timeline.nowMillis() + 1_000;
    timeline.step(time, () -> board.publish(new MarketEvent.Trade("BTC", time, price, size)));
    return this;
  }

  /** The next minute's bar. */
  DeskRig bar(double open, double high, double low, double close) {
    long opens = Interval.MINUTE.floor(timeline.nowMillis() + 59_999);
    long time = opens + 60_000;
    timeline.step(
        time,
        () ->
            board.publish(
                new MarketEvent.Bar(
                    "BTC", Interval.MINUTE, opens, time, open, high, low, close, 100)));
    return this;
  }

  /** What becomes of a decision, in lower case. */
  String verdict(List<Action> actions) {
    Proposal proposal = Proposal.of("firing-" + firings++, "test", actions, WIDE, board.snapshot());
    try {
      SendReport report = sender.send(desk.commit(proposal, judgement -> null));
      return report.result().name().toLowerCase(Locale.ROOT);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  Judgement decide(Action... actions) {
    Proposal proposal =
        Proposal.of("firing-" + firings++, "test", List.of(actions), WIDE, board.snapshot());
    var commitment = desk.commit(proposal, judgement -> null);
    try {
      SendReport ignored = sender.send(commitment);
      return commitment.judgement();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  AccountView account() {
    return desk.view(board.snapshot());
  }

  Quantity held() {
    return account().held("BTC");
  }

  OpenOrder order(OpenOrder.Role role) {
    return account().openOrders().stream()
        .filter(order -> order.role() == role)
        .findFirst()
        .orElseThrow();
  }

  /** Base units that stops would sell (or buy back) if the mark price fell through all of them. */
  Quantity protection() {
    List<OpenOrder> orders = account().openOrders("BTC");
    Quantity sum = Quantity.ZERO;
    for (OpenOrder order : orders) {
      if (order.role() == OpenOrder.Role.STOP && order.status() == OpenOrder.Status.ARMED) {
        Quantity filled =
            orders.stream()
                .filter(entry -> order.entryId().equals(Optional.of(entry.clientOrderId())))
                .map(entry -> entry.quantity().minus(entry.remaining()))
                .findFirst()
                .orElse(order.remaining());
        sum = sum.plus(filled.compareTo(order.remaining()) < 0 ? filled : order.remaining());
      }
    }
    return sum;
  }
}
