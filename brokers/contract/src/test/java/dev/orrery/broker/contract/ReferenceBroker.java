package dev.orrery.broker.contract;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerEvents;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What stands between an asynchronous venue and the runtime: time limits, the rule of batches,
 * identity over lost replies. The mistakes that can be planted in it are few lines each; without
 * them it is the broker to read before writing one.
 */
final class ReferenceBroker implements Broker {
  static final Duration REPLY = Duration.ofMillis(200);
  static final Duration BATCH = Duration.ofSeconds(10);

  /** Less than a call may take, more than a third of it. */
  private static final Duration TOO_LONG_A_REPLY = Duration.ofMillis(2_800);

  private final ReferenceLine line;
  private final BrokerEvents events;
  private final Planted planted;
  private final Instant openedAt;
  private final Set<ClientOrderId> placed = ConcurrentHashMap.newKeySet();
  private final AutoCloseable news;

  ReferenceBroker(BrokerFactory.Request request, ReferenceLine line, Planted planted) {
    this.line = line;
    this.events = request.events();
    this.planted = planted;
    this.openedAt = request.timeline().now();
    this.news = line.connect(this::tell);
  }

  private boolean has(Planted mistake) {
    return planted == mistake;
  }

  @Override
  public Effects effects() {
    return Effects.OUTSIDE;
  }

  @Override
  public List<OrderOutcome> submit(OrderBatch batch) {
    long deadline = System.nanoTime() + BATCH.toNanos();
    List<OrderOutcome> outcomes = new ArrayList<>();
    boolean held = false;
    for (Instruction each : batch.instructions()) {
      long left =
          has(Planted.EACH_IN_TIME_BUT_NOT_ALL)
              ? TOO_LONG_A_REPLY.toNanos()
              : Math.min(REPLY.toNanos(), deadline - System.nanoTime());
      boolean kept = held && (each.opens() || has(Planted.HOLDS_BACK_EVERYTHING));
      OrderOutcome outcome =
          kept || left <= 0
              ? new OrderOutcome.Rejected(each.id(), OrderOutcome.NOT_SENT)
              : ask(each, batch.validUntil(), left);
      outcomes.add(outcome);
      held |= holdsBack(outcome);
    }
    return outcomes;
  }

  private boolean holdsBack(OrderOutcome outcome) {
    return switch (outcome) {
      case OrderOutcome.Accepted _ -> false;
      case OrderOutcome.Rejected it -> !it.alreadyGone();
      case OrderOutcome.Unresolved _ -> !has(Planted.OPENS_AFTER_UNRESOLVED);
    };
  }

  private OrderOutcome ask(Instruction instruction, Instant validUntil, long nanos) {
    if (has(Planted.DUPLICATE_REJECTED)
        && instruction instanceof Instruction.Place
        && !placed.add(instruction.id())) {
      return new OrderOutcome.Rejected(instruction.id(), "duplicate id");
    }
    if (has(Planted.CANCEL_BY_SYMBOL) && instruction instanceof Instruction.Cancel) {
      cancelAll(instruction.id());
    }
    Instant until = has(Planted.IGNORE_VALID_UNTIL) ? Instant.MAX : validUntil;
    CompletableFuture<OrderOutcome> reply = line.send(instruction, until);
    try {
      return seen(
          has(Planted.BLOCK_FOREVER) ? reply.get() : reply.get(nanos, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return timedOut(instruction, until);
    } catch (ExecutionException e) {
      return new OrderOutcome.Unresolved(instruction.id(), "the venue failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new OrderOutcome.Unresolved(instruction.id(), "interrupted");
    }
  }

  private OrderOutcome seen(OrderOutcome outcome) {
    return has(Planted.UNKNOWN_IS_ALREADY_GONE)
            && outcome instanceof OrderOutcome.Rejected it
            && it.neverSeen()
        ? new OrderOutcome.Rejected(it.clientOrderId(), OrderOutcome.ALREADY_GONE)
        : outcome;
  }

  private OrderOutcome timedOut(Instruction instruction, Instant until) {
    if (has(Planted.REJECTED_AFTER_A_TIMEOUT)) {
      return new OrderOutcome.Rejected(instruction.id(), "no reply");
    }
    if (has(Planted.THROWS_ON_TIMEOUT)) {
      throw new BrokerException(BrokerException.Kind.TRANSIENT, "no reply");
    }
    if (has(Planted.RESEND_NEW_ID) && instruction instanceof Instruction.Place it) {
      OrderSpec first = it.order().spec();
      OrderSpec again =
          new OrderSpec(
              ClientOrderId.of("again", first.id().value(), 0, 0, 0),
              first.symbol(),
              first.side(),
              first.quantity(),
              first.terms(),
              first.reduceOnly(),
              first.entry(),
              first.label());
      CompletableFuture<OrderOutcome> ignored = line.send(Bench.placing(again), until);
    }
    return new OrderOutcome.Unresolved(instruction.id(), "no reply");
  }

  private void cancelAll(ClientOrderId but) {
    VenueReport now = report(new ReportRequest(Set.of(), openedAt));
    for (VenueReport.VenueOrder order : now.openOrders()) {
      if (!order.id().equals(but)) {
        line.send(new Instruction.Cancel(order.id(), order.symbol()), Instant.MAX).join();
      }
    }
  }

  @Override
  public VenueReport report(ReportRequest request) {
    try {
      VenueReport told = line.report(request).get(REPLY.toNanos(), TimeUnit.NANOSECONDS);
      return PlantedReports.spoil(told, request, planted, openedAt);
    } catch (TimeoutException | ExecutionException e) {
      if (has(Planted.REPORT_THROWS_OTHER)) {
        throw new IllegalStateException(e);
      }
      throw new BrokerException(BrokerException.Kind.TRANSIENT, "the venue does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(BrokerException.Kind.TRANSIENT, "interrupted", e);
    }
  }

  private void tell(BrokerEvent event) {
    switch (event) {
      case BrokerEvent.OrderOpened _ when has(Planted.OPENED_NOT_TOLD) -> {}
      case BrokerEvent.OrderTriggered _ when has(Planted.TRIGGER_NOT_TOLD) -> {}
      case BrokerEvent.OrderAmended _ when has(Planted.AMENDED_NOT_TOLD) -> {}
      case BrokerEvent.OrderClosed _ when has(Planted.CLOSED_NOT_TOLD) -> {}
      case BrokerEvent.OrderFilled it -> {
        events.on(new BrokerEvent.OrderFilled(told(it.fill(), it.fill().fillId())));
        if (has(Planted.DOUBLE_FILL)) {
          events.on(new BrokerEvent.OrderFilled(told(it.fill(), it.fill().fillId() + "b")));
        }
      }
      default -> events.on(event);
    }
  }

  private Fill told(Fill it, String id) {
    return new Fill(
        id,
        it.clientOrderId(),
        it.symbol(),
        it.side(),
        it.price(),
        it.quantity(),
        has(Planted.FEE_ZERO) ? Usd.ZERO : it.fee(),
        it.maker(),
        it.liquidation(),
        has(Planted.AT_WALL) ? Instant.EPOCH : it.at());
  }

  @Override
  public void close() {
    if (has(Planted.CLOSE_CANCELS)) {
      cancelAll(ClientOrderId.ofVenue("none"));
    }
    try {
      news.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
