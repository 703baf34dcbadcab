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

  synchronized CompletableFuture<OrderOutcome> send(Instruction instruction, Instant validUntil) {
    LineFault now = fault;
    boolean once = now != LineFault.SILENT && now != LineFault.DISCONNECT;
    fault = once ? LineFault.NONE : now;
    Runnable unheard = () -> venue.ask(() -> venue.handle(instruction, validUntil));
    switch (now) {
      case NONE -> {
        return venue.ask(() -> venue.handle(instruction, validUntil));
      }
      case LOST_REQUEST, DISCONNECT -> {}
      case LOST_REPLY, SILENT -> unheard.run();
      case LATE_REQUEST -> late.add(unheard);
    }
    return new CompletableFuture<>();
  }

  synchronized CompletableFuture<VenueReport> report(ReportRequest request) {
    return fault == LineFault.SILENT || fault == LineFault.DISCONNECT
        ? new CompletableFuture<>()
        : venue.ask(() -> venue.report(request));
  }

  AutoCloseable connect(Consumer<BrokerEvent> listener) {
    return venue.connect(event -> {
      if (isUp()) {
        listener.accept(event);
      }
    });
  }

  private synchronized boolean isUp() {
    return fault != LineFault.DISCONNECT;
  }
}
