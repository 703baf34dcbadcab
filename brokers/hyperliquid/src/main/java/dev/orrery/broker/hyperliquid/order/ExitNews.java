package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.info.OrderState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is heard of the parts of exits, by news, by answers and by asking, in whatever order and
 * however often. Called under the monitor of {@link Orders}.
 */
public final class ExitNews {
  private static final Logger LOG = LoggerFactory.getLogger(ExitNews.class);

  private final Venue venue;
  private final Exits exits;
  private final Refresh refresh;
  private final Refill refill;
  private final LongSupplier nanoTime;
  private long ownCancelsUntil = Long.MIN_VALUE;

  /**
   * News of one account's exits.
   *
   * @param refill asks for fills that were not told
   */
  public ExitNews(Venue venue, Exits exits, Refresh refresh, Refill refill, LongSupplier nanoTime) {
    this.venue = venue;
    this.exits = exits;
    this.refresh = refresh;
    this.refill = refill;
    this.nanoTime = nanoTime;
  }

  /** Until then a cancel may be one that this account sent in an earlier life of the process. */
  void cancelsAreOwnUntil(long nanos) {
    ownCancelsUntil = nanos;
  }

  /** One has filled by so much more, which is counted already. */
  void filled(Exit exit, @Nullable ClientOrderId name, long oid, BigDecimal quantity) {
    ExitPart part = part(exit, name, oid, exit.most);
    if (part != null) {
      part.request = null;
      part.filled = part.filled.add(quantity);
    }
    exit.fired = true;
    settle(exit, part);
  }

  /**
   * The venue says what became of a part.
   *
   * @param ordered what it was placed for, as the venue says; null when it does not say
   * @param left what is left of it
   */
  void told(
      Exit exit,
      @Nullable ClientOrderId name,
      long oid,
      String status,
      @Nullable BigDecimal ordered,
      BigDecimal left,
      Instant at) {
    ExitPart part = part(exit, name, oid, ordered == null ? exit.most : ordered);
    if (part == null || part.complete != null) {
      return;
    }
    BigDecimal size = ordered == null ? part.size : ordered;
    switch (OrderState.of(status)) {
      case OPEN -> stands(exit, part, oid);
      case TRIGGERED -> {
        stands(exit, part, oid);
        part.triggered = true;
        if (!exit.fired) {
          venue.orders().tell(new BrokerEvent.OrderTriggered(exit.order.id, at));
        }
        exit.fired = true;
        exits.moved(exit);
      }
      case FILLED, CANCELED -> {
        number(exit, part, oid);
        over(exit, part, size.subtract(left), status);
      }
      case REJECTED -> {
        number(exit, part, oid);
        over(exit, part, BigDecimal.ZERO, status);
      }
      case UNKNOWN -> LOG.warn("An exit has a status nobody knows exit={} {}", name, status);
    }
  }

  /** The part; one of the next name was sent by an earlier life of the process, and came late. */
  private @Nullable ExitPart part(
      Exit exit, @Nullable ClientOrderId name, long oid, BigDecimal size) {
    ExitPart part = exit.part(name, oid);
    if (part == null && !exit.order.ended && exit.nextName().equals(name)) {
      part = new ExitPart(exit.nextName(), size, null, false);
      add(exit, part);
    }
    return part;
  }

  /** A part takes the next name. */
  void add(Exit exit, ExitPart part) {
    exit.parts.add(part);
    exit.names++;
    venue.orders().alias(exit.nextName(), exit.order);
  }

  /** What was sent was never taken: its name is free. */
  void neverTaken(Exit exit, ExitPart part) {
    if (exit.parts.remove(part)) {
      exit.names--;
      exits.moved(exit);
    }
  }

  /** It is at the venue. */
  void stands(Exit exit, ExitPart part, long oid) {
    part.request = null;
    exit.failures = 0;
    number(exit, part, oid);
    if (!exit.order.opened) {
      exit.order.opened = true;
      venue
          .orders()
          .tell(new BrokerEvent.OrderOpened(exit.order.id, Exits.number(exit.order), venue.now()));
    }
    exits.moved(exit);
  }

  private void number(Exit exit, ExitPart part, long oid) {
    if (oid != 0) {
      part.oid = oid;
      venue.orders().number(exit.order, oid);
    }
  }

  /** The venue would not have it. */
  void refused(Exit exit, ExitPart part, RefusalReason reason) {
    over(
        exit,
        part,
        BigDecimal.ZERO,
        switch (reason) {
          case TRIGGER_PRICE -> "badTriggerPxRejected";
          case REDUCE_ONLY -> "reduceOnlyRejected";
          default -> "rejected";
        });
  }

  /** It is over, and has executed so much. */
  void over(Exit exit, ExitPart part, BigDecimal executed, String status) {
    if (part.complete != null || !exit.parts.contains(part)) {
      return;
    }
    BigDecimal complete = executed.max(part.filled);
    BigDecimal rest = part.size.subtract(complete).max(BigDecimal.ZERO);
    part.complete = complete;
    part.request = null;
    exit.fired |= complete.signum() > 0;
    OrderState state = OrderState.of(status);
    CloseReason reason = Ends.of(status);
    exit.lastEnd = reason;
    if (status.equalsIgnoreCase("badTriggerPxRejected")
        && exit.spec.terms() instanceof OrderTerms.Stop) {
      LOG.warn("A stop is met already, closing at the market exit={}", exit.spec.id());
      exit.fired = true;
    } else if (reason == CloseReason.REDUCE_ONLY || status.equalsIgnoreCase("reduceOnlyRejected")) {
      exit.gone = exit.gone.add(rest);
      exit.lastEnd = CloseReason.REDUCE_ONLY;
    } else if (status.equalsIgnoreCase("canceled")) {
      boolean own = part.cancelling || nanoTime.getAsLong() - ownCancelsUntil < 0;
      exit.dismissed |= !own;
    } else if (state != OrderState.FILLED) {
      LOG.error(
          "An exit was taken off, placing it again exit={} status={}", exit.spec.id(), status);
      backOff(exit);
    }
    if (!part.isSettled()) {
      refresh.fills(() -> !part.isSettled(), refill, () -> withoutTheRest(exit, part));
    }
    settle(exit, part);
  }

  /** The next try is later, each time by more. */
  void backOff(Exit exit) {
    exit.failures++;
    long pause =
        Math.min(
            venue.settings().longestRetry().toNanos(),
            venue.settings().firstRetry().toNanos() << Math.min(20, exit.failures - 1));
    exit.notBefore = nanoTime.getAsLong() + pause;
    exits.dueIn(pause);
  }

  /** Its fills were asked for again and again: the venue had cut it to a smaller position. */
  private void withoutTheRest(Exit exit, ExitPart part) {
    LOG.warn("An exit has filled by less than was told exit={} has={}", part.name, part.filled);
    exit.gone = exit.gone.add(part.left());
    exit.lastEnd = CloseReason.REDUCE_ONLY;
    part.complete = part.filled;
    settle(exit, part);
  }

  private void settle(Exit exit, @Nullable ExitPart part) {
    if (part != null && part.isSettled()) {
      exit.parts.remove(part);
    }
    exits.moved(exit);
  }
}
