package dev.orrery.broker.paper;

import dev.orrery.executor.broker.BrokerEvents;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.OrderFate;
import dev.orrery.executor.broker.VenueReport.VenueOrder;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A paper account far away: orders and cancels meet the market a while after they were sent, by an
 * alarm of the timeline. Until then they count as accepted; what is refused when it arrives is told
 * as closed. Leverage is set, and an order amended, at once. For a simulated timeline, on which
 * nothing is ever on its way when the process ends. Confined to the thread that drives it.
 */
final class LateBroker implements SimulatedBroker {
  private final PaperBroker broker;
  private final Timeline timeline;
  private final BrokerEvents events;
  private final long latencyMillis;
  private final Map<ClientOrderId, VenueOrder> onTheirWay = new LinkedHashMap<>();

  LateBroker(PaperBroker broker, Timeline timeline, BrokerEvents events, Duration latency) {
    this.broker = broker;
    this.timeline = timeline;
    this.events = events;
    this.latencyMillis = latency.toMillis();
  }

  @Override
  public List<OrderOutcome> submit(OrderBatch batch) {
    List<Instruction> late = new ArrayList<>();
    List<OrderOutcome> outcomes = new ArrayList<>();
    for (Instruction instruction : batch.instructions()) {
      switch (instruction) {
        case Instruction.Place it -> {
          onTheirWay.put(it.id(), order(it.order().spec()));
          late.add(it);
          outcomes.add(accepted(it));
        }
        case Instruction.Cancel it -> {
          late.add(it);
          outcomes.add(accepted(it));
        }
        case Instruction.Amend it when onTheirWay.containsKey(it.id()) ->
            outcomes.add(new OrderOutcome.Rejected(it.id(), "the order is on its way"));
        case Instruction.Amend it -> outcomes.add(now(it, batch));
        case Instruction.SetLeverage it -> outcomes.add(now(it, batch));
      }
    }
    if (!late.isEmpty()) {
      OrderBatch arriving = new OrderBatch(late, batch.validUntil());
      timeline.at(timeline.nowMillis() + latencyMillis, () -> arrive(arriving));
    }
    return outcomes;
  }

  private static OrderOutcome accepted(Instruction it) {
    return new OrderOutcome.Accepted(it.id(), PaperAccount.venueOrderId(it.id()), null);
  }

  private OrderOutcome now(Instruction it, OrderBatch batch) {
    return broker.submit(new OrderBatch(List.of(it), batch.validUntil())).getFirst();
  }

  private void arrive(OrderBatch batch) {
    List<OrderOutcome> outcomes = broker.submit(batch);
    for (int i = 0; i < outcomes.size(); i++) {
      Instruction instruction = batch.instructions().get(i);
      if (instruction instanceof Instruction.Place) {
        onTheirWay.remove(instruction.id());
        if (outcomes.get(i) instanceof OrderOutcome.Rejected it) {
          events.on(
              new BrokerEvent.OrderClosed(
                  it.clientOrderId(), CloseReason.REJECTED, it.venueReason(), timeline.now()));
        }
      }
    }
  }

  @Override
  public Effects effects() {
    return broker.effects();
  }

  @Override
  public void restore(AccountHistory history) {
    broker.restore(history);
  }

  @Override
  public void standing(Consumer<String> keep) {
    broker.standing(keep);
  }

  @Override
  public void onMarket(MarketEvent event, MarketSnapshot now) {
    broker.onMarket(event, now);
  }

  /** What is on its way works already: nobody else could say that it is not lost. */
  @Override
  public VenueReport report(ReportRequest request) {
    VenueReport there = broker.report(request);
    List<VenueOrder> orders = new ArrayList<>(there.openOrders());
    orders.addAll(onTheirWay.values());
    Map<ClientOrderId, OrderFate> asked = new LinkedHashMap<>(there.asked());
    onTheirWay.forEach((id, order) ->
        asked.computeIfPresent(
            id, (_, _) -> new OrderFate.Working(order.venueOrderId(), order.remaining())));
    return new VenueReport(
        there.at(),
        there.balance(),
        there.positions(),
        orders,
        asked,
        there.fills(),
        there.deposits(),
        there.funding());
  }

  @Override
  public Owned owned() {
    return broker.owned();
  }

  private VenueOrder order(OrderSpec spec) {
    return new VenueOrder(
        spec.id(),
        PaperAccount.venueOrderId(spec.id()),
        spec.symbol(),
        spec.side(),
        spec.terms(),
        spec.quantity(),
        spec.reduceOnly(),
        timeline.now());
  }

  @Override
  public void close() {
    broker.close();
  }
}
