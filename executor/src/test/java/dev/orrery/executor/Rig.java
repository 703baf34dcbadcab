package dev.orrery.executor;

import dev.orrery.api.action.Action;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.journal.MemoryJournal;
import dev.orrery.executor.journal.OrderJournal;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.reconcile.Correction;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.executor.risk.TradingState;
import dev.orrery.kernel.Canonical;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.SimulatedTimeline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** A desk with everything around it: a venue by hand, a journal in memory, clocks that stand. */
public final class Rig {
  public static final String DEPLOYMENT = "deployment-1";
  public static final RiskCaps WIDE =
      new RiskCaps(
          new BigDecimal("100"),
          new BigDecimal("200"),
          1_000,
          1_000,
          new BigDecimal("5"),
          new BigDecimal("10"),
          Set.of("BTC", "ETH"),
          new BigDecimal("200"),
          new BigDecimal("5"));

  public final SimulatedTimeline timeline = new SimulatedTimeline(TestMarket.START);
  public final MemoryJournal memory = new MemoryJournal();
  public final List<Correction> drifts = new ArrayList<>();
  public final List<String> alarms = new ArrayList<>();
  public final List<String> failures = new ArrayList<>();
  public final List<Reconciliation> reconciliations = new ArrayList<>();
  public TestMarket market = TestMarket.standard();
  public Instant processNow = Instant.parse("2026-01-01T00:00:00Z");
  public Permit permit =
      new Permit(TradingState.ACTIVE, 1, Instant.parse("2099-01-01T00:00:00Z"), List.of());
  public OrderJournal.Receipt receipt = OrderJournal.Receipt.DATABASE;
  public final AccountDesk desk;
  public final FakeVenue venue;
  public final Reconciler reconciler;
  public final OrderSender sender;

  /** Where the venue is called. */
  public Executor caller = Runnable::run;

  /** Where the venue is asked. */
  public Executor asker = Runnable::run;

  private int firings;

  public Rig() {
    this(ExecutorSettings.DEFAULTS);
  }

  public Rig(ExecutorSettings settings) {
    InstantSource clock = () -> processNow;
    OrderJournal journal =
        new OrderJournal() {
          @Override
          public long append(String deployment, List<? extends JournalEntry> group) {
            return memory.append(deployment, group);
          }

          @Override
          public Receipt await(long position, Duration limit) {
            return receipt;
          }

          @Override
          public dev.orrery.executor.journal.AccountHistory history(String deployment) {
            return memory.history(deployment);
          }
        };
    desk =
        new AccountDesk(DEPLOYMENT, journal, timeline, clock, () -> permit, settings, Meters.NONE);
    desk.alarm(
        new AccountAlarm() {
          @Override
          public void unexpectedFill(Fill fill, String why) {
            alarms.add("fill " + fill.fillId() + " of " + why);
          }

          @Override
          public void unanswered(List<ClientOrderId> orders, Duration waited) {
            alarms.add("unanswered " + orders.size());
          }

          @Override
          public void answeredLate(List<OrderOutcome> outcomes, Duration after) {
            alarms.add("late " + outcomes.size());
          }
        });
    venue = new FakeVenue(timeline, desk, () -> market);
    reconciler =
        new Reconciler(
            desk,
            venue,
            timeline,
            task -> asker.execute(task),
            settings,
            Meters.NONE,
            new ReconcileListener() {
              @Override
              public void reconciled(Reconciliation found) {
                reconciliations.add(found);
              }

              @Override
              public void drifted(Correction drift) {
                drifts.add(drift);
              }

              @Override
              public void failed(String cause) {
                failures.add(cause);
              }
            });
    sender =
        new OrderSender(
            desk,
            venue,
            journal,
            timeline,
            clock,
            () -> permit,
            settings,
            Meters.NONE,
            work -> caller.execute(work),
            reconciler::unresolved);
  }

  /** An account with money in it. */
  public static Rig funded(long dollars) {
    Rig rig = new Rig();
    rig.venue.deposit(Usd.of(dollars));
    return rig;
  }

  public Rig inside() {
    venue.effects(Broker.Effects.INSIDE);
    return this;
  }

  public Proposal proposal(RiskCaps caps, Action... actions) {
    return Proposal.of("firing-" + firings++, "test", List.of(actions), caps, market);
  }

  public Commitment commit(RiskCaps caps, Action... actions) {
    return desk.commit(proposal(caps, actions), Decided::new);
  }

  public SendReport send(Commitment commitment) {
    try {
      return sender.send(commitment);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public SendReport trade(Action... actions) {
    return send(commit(WIDE, actions));
  }

  public AccountView account() {
    return desk.view(market);
  }

  /** Moves timeline and process clock, and confirms all prices. */
  public void pass(Duration time) {
    processNow = processNow.plus(time);
    timeline.advanceTo(timeline.nowMillis() + time.toMillis());
    market = market.at(timeline.nowMillis());
  }

  public void tell(BrokerEvent event) {
    desk.on(event);
  }

  /** A decision as an engine would journal it. */
  public record Decided(Judgement judgement) implements JournalEntry {
    @Override
    public void describe(Canonical out) {
      out.begin("decided").text(judgement.kind().name());
    }
  }
}
