package dev.orrery.broker.contract;

import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.order.OrderOutcome;
import java.util.List;

/**
 * A broker behind a bad line: the next call may lose its request or its reply. Faults in what the
 * broker tells are {@link FaultyEvents}. Thread-safe.
 */
public final class FaultyBroker implements Broker {
  private final Broker broker;
  private Fault next = Fault.NONE;

  /** Around this broker. */
  public FaultyBroker(Broker broker) {
    this.broker = broker;
  }

  /** What happens to one call. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** The venue never hears of it. */
    LOST_REQUEST,
    /** The venue does it, and the answer is lost. */
    LOST_REPLY
  }

  /** The next call fails like this; those after it do not. */
  public synchronized void next(Fault fault) {
    next = fault;
  }

  private synchronized Fault take() {
    Fault fault = next;
    next = Fault.NONE;
    return fault;
  }

  @Override
  public Effects effects() {
    return broker.effects();
  }

  @Override
  public List<OrderOutcome> submit(OrderBatch batch) {
    return switch (take()) {
      case NONE -> broker.submit(batch);
      case LOST_REQUEST -> unresolved(batch, "request lost");
      case LOST_REPLY -> {
        broker.submit(batch);
        yield unresolved(batch, "reply lost");
      }
    };
  }

  private static List<OrderOutcome> unresolved(OrderBatch batch, String cause) {
    return batch.instructions().stream()
        .map(Instruction::id)
        .<OrderOutcome>map(id -> new OrderOutcome.Unresolved(id, cause))
        .toList();
  }

  @Override
  public VenueReport report(ReportRequest request) {
    if (take() != Fault.NONE) {
      throw new BrokerException(BrokerException.Kind.TRANSIENT, "report lost");
    }
    return broker.report(request);
  }

  @Override
  public void close() {
    broker.close();
  }
}
