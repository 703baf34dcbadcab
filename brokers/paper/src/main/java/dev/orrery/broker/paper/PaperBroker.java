package dev.orrery.broker.paper;

import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A perpetuals account on paper. Trades against the runtime's own market by the rules of the
 * module's README; needs no keys and no network.
 *
 * <p><b>Life.</b> Opened by its factory; {@link #restore} once; then {@link #submit} and {@link
 * #onMarket} as things happen. The starting cash is told as a deposit within the first of these.
 *
 * <p><b>Threads.</b> Thread-safe by one lock. Events are told in order while it is held: a listener
 * must not call back. An account without orders and positions costs the market's thread one
 * volatile read an event.
 *
 * <p><b>State.</b> What it knows is a fold of what it has told; only prices set by hand are not
 * journaled. A batch's {@code validUntil} is not looked at: sending and arriving are one call.
 */
public final class PaperBroker implements SimulatedBroker {
  private final ReentrantLock lock = new ReentrantLock();
  private final Timeline timeline;
  private final Supplier<MarketSnapshot> market;
  private final Exchange exchange;
  private final FundingClock funding;
  private final Matching matching;
  private final BarWalk walk;
  private final Placing placing;
  private final Changing changing;
  private final Upkeep upkeep;
  private final Liquidations liquidations;
  private final Reporting reporting;

  /** Nothing the market does can change the account. */
  private volatile boolean idle;

  PaperBroker(PaperSettings settings, TakenFills taken, BrokerFactory.Request request) {
    this.timeline = request.timeline();
    this.market = request.market();
    this.exchange = new Exchange(settings, taken, request);
    Solvency solvency = new Solvency(exchange);
    Execution execution = new Execution(exchange, solvency);
    this.funding = new FundingClock(exchange);
    this.matching = new Matching(exchange, execution);
    this.upkeep = new Upkeep(exchange, execution);
    this.liquidations = new Liquidations(exchange, solvency, execution);
    this.walk = new BarWalk(exchange, execution, upkeep, liquidations);
    this.placing = new Placing(exchange, execution, solvency);
    this.changing = new Changing(exchange, execution, solvency, placing);
    this.reporting = new Reporting(exchange, solvency);
  }

  /** Opens accounts with this much cash and all other settings at their defaults. */
  public static BrokerFactory startingWith(Usd cash) {
    return with(PaperSettings.builder().startCash(cash).build());
  }

  /** Opens accounts with these settings. */
  public static BrokerFactory with(PaperSettings settings) {
    return with(settings, TakenFills.UNHEARD);
  }

  /** The same, and {@code taken} hears what their fills were priced from. */
  public static BrokerFactory with(PaperSettings settings, TakenFills taken) {
    return new PaperBrokerFactory(settings, taken);
  }

  static String noMark(String symbol) {
    return "paper broker: no mark price set for " + symbol + "; call setMarkPrice first";
  }

  @Override
  public Effects effects() {
    return Effects.INSIDE;
  }

  @Override
  public void restore(AccountHistory history) {
    lock.lock();
    try {
      exchange.account.restore(history);
      idle = exchange.account.isIdle();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void standing(Consumer<String> keep) {
    lock.lock();
    try {
      keep.accept(AccountText.write(exchange.account.standing()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sets the mark price of a symbol the feed has no price for; a price of the feed goes before it.
   * Triggers and liquidation follow it as they follow the feed.
   */
  public void setMarkPrice(String symbol, Price price) {
    lock.lock();
    try {
      exchange.marks.set(symbol, price.toDouble());
      begin(market.get(), timeline.nowMillis());
      end();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onMarket(MarketEvent event, MarketSnapshot now) {
    if (idle && !exchange.volume.limits()) {
      return;
    }
    lock.lock();
    try {
      begin(now, event.time());
      exchange.volume.traded(event);
      if (event instanceof MarketEvent.Trade trade) {
        matching.on(trade);
      } else if (event instanceof MarketEvent.Bar bar) {
        walk.walk(bar, now.mark(bar.symbol()) == bar.close());
      }
      end();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<OrderOutcome> submit(OrderBatch batch) {
    lock.lock();
    try {
      begin(market.get(), timeline.nowMillis());
      List<OrderOutcome> outcomes = new ArrayList<>(batch.instructions().size());
      boolean rejected = false;
      for (Instruction instruction : batch.instructions()) {
        OrderOutcome outcome =
            rejected && instruction.opens()
                ? new OrderOutcome.Rejected(instruction.id(), OrderOutcome.NOT_SENT)
                : carryOut(instruction);
        rejected |= isFailure(instruction, outcome);
        outcomes.add(outcome);
        upkeep.settle();
      }
      end();
      return outcomes;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public VenueReport report(ReportRequest request) {
    lock.lock();
    try {
      exchange.marks.see(market.get());
      return reporting.report(request, timeline.now());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Owned owned() {
    lock.lock();
    try {
      exchange.marks.see(market.get());
      return new Owned(exchange.account.balance(), reporting.positions());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    // Holds nothing but memory; the journal has the account.
  }

  private void begin(MarketSnapshot now, long millis) {
    exchange.marks.see(now);
    exchange.moveTo(millis);
    if (!exchange.account.funded()) {
      Usd cash = exchange.settings.startCash();
      exchange.tell(new BrokerEvent.Deposited("start", cash, exchange.at()));
    }
    funding.payUntil(exchange.nowMillis());
  }

  private void end() {
    do {
      upkeep.settle();
    } while (liquidations.check());
    idle = exchange.account.isIdle();
  }

  private OrderOutcome carryOut(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Place place -> placing.place(place.order().spec());
      case Instruction.Amend amend -> changing.amend(amend.order().spec());
      case Instruction.Cancel cancel -> changing.cancel(cancel);
      case Instruction.SetLeverage set -> changing.lever(set);
    };
  }

  /** Cancelling what has gone already is no failure. */
  private static boolean isFailure(Instruction instruction, OrderOutcome outcome) {
    return outcome instanceof OrderOutcome.Rejected it
        && !(instruction instanceof Instruction.Cancel && it.alreadyGone());
  }
}
