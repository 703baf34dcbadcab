package dev.orrery.broker.contract;

import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.OrderOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What lies between the reference broker and its venue, and can fail. Thread-safe. */
final class ReferenceLine {
  private final ReferenceVenue venue;
  private final List<Runnable> late = new ArrayList<>();
  private LineFault fault = LineFault.NONE;

  ReferenceLine(ReferenceVenue venue) {
    this.venue = venue;
  }

  synchronized void fault(LineFault wanted) {
    fault = wanted;
  }

  /** Requests that were held up arrive. */
  synchronized void timePassed() {
    late.forEach(Runnable::run);
    late.clear();
  }

  CompletableFuture<OrderOutcome> send(Instruction instruction, Instant validUntil) {
    Runnable unheard = () -> venue.ask(() -> venue.handle(instruction, validUntil));
    switch (take()) {
      case NONE -> {
        return heard(venue.ask(() -> venue.handle(instruction, validUntil)));
      }
      case LOST_REQUEST, DISCONNECT -> {}
      case LOST_REPLY, SILENT -> unheard.run();
      case LATE_REQUEST -> holdUp(unheard);
    }
    return new CompletableFuture<>();
  }

  private synchronized LineFault take() {
    LineFault now = fault;
    boolean once = now != LineFault.SILENT && now != LineFault.DISCONNECT;
    fault = once ? LineFault.NONE : now;
    return now;
  }

  private synchronized void holdUp(Runnable request) {
    late.add(request);
  }

  CompletableFuture<VenueReport> report(ReportRequest request) {
    LineFault now = fault();
    return now == LineFault.SILENT || now == LineFault.DISCONNECT
        ? new CompletableFuture<>()
        : heard(venue.ask(() -> venue.report(request)));
  }

  /**
   * A reply that comes is there before anybody looks at a clock: it is late because of a fault,
   * never because the machine is busy.
   */
  private static <T> CompletableFuture<T> heard(CompletableFuture<T> reply) {
    return reply.handle((answer, failure) -> reply).join();
  }

  AutoCloseable connect(Consumer<BrokerEvent> listener) {
    return venue.connect(event -> {
      if (isUp()) {
        listener.accept(event);
      }
    });
  }

  private boolean isUp() {
    return fault() != LineFault.DISCONNECT;
  }

  private synchronized LineFault fault() {
    return fault;
  }
}
