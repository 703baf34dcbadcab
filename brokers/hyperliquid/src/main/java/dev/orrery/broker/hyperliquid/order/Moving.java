package dev.orrery.broker.hyperliquid.order;

import dev.orrery.broker.hyperliquid.order.Batches.Attempt;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.market.VenueMarket;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.OrderState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives an order of a strategy's own that waits for a price another price. Changed in place, the
 * venue would place the new one even when the old one has just fired. So it is cancelled, and once
 * the venue has said that it is over, and how far it had come, it is {@linkplain Replacing placed
 * again} for what is left. Thread-safe.
 */
public final class Moving {
  private static final int MOST_QUESTIONS = 3;

  private final Venue venue;
  private final OrderNews news;
  private final Replacing replacing;
  private final LongSupplier nanoTime;

  /** Moves orders of one account. */
  public Moving(Venue venue, OrderNews news, Replacing replacing, LongSupplier nanoTime) {
    this.venue = venue;
    this.news = news;
    this.replacing = replacing;
    this.nanoTime = nanoTime;
  }

  /** Moves one, if it still waits. */
  OrderOutcome move(OrderSpec changed, VenueMarket market, Attempt attempt) {
    ClientOrderId id = changed.id();
    synchronized (venue.orders()) {
      VenueOrder order = venue.orders().find(id);
      if (order != null && order.moving != null) {
        return new OrderOutcome.Rejected(id, "its last change is not answered yet");
      }
    }
    try {
      venue.words().of(changed, market);
    } catch (OrderWords.Unsendable e) {
      return new OrderOutcome.Rejected(id, String.valueOf(e.getMessage()));
    }
    return switch (venue.line().ask(new Cloid(id.value()), attempt.leftNanos())) {
      case Line.Known.Nothing _ -> new OrderOutcome.Rejected(id, OrderOutcome.NEVER_SEEN);
      case Line.Known.NoAnswer(var why) -> new OrderOutcome.Rejected(id, "not changed: " + why);
      case Line.Known.Order(var record) ->
          OrderState.of(record.status()) == OrderState.OPEN
              ? move(changed, market, record.order(), attempt)
              : gone(id);
    };
  }

  private static OrderOutcome gone(ClientOrderId id) {
    return new OrderOutcome.Rejected(id, OrderOutcome.ALREADY_GONE);
  }

  private OrderOutcome move(
      OrderSpec changed, VenueMarket market, DetailedOrder stands, Attempt attempt) {
    if (attempt.leftNanos() < venue.settings().askWithin().toNanos()) {
      return new OrderOutcome.Rejected(changed.id(), "no time was left for it");
    }
    VenueOrder order;
    Move move;
    synchronized (venue.orders()) {
      order = venue.orders().placing(changed);
      venue.orders().number(order, stands.oid());
      move = Replacing.begun(order, stands.oid(), changed, stands.sz());
    }
    OrderOutcome stays = takenOff(order, market, stands.oid(), attempt);
    if (stays instanceof OrderOutcome.Unresolved) {
      synchronized (venue.orders()) {
        move.waitUntil(nanoTime.getAsLong() + 2 * venue.settings().exitValidity().toNanos());
        replacing.later(order, move);
      }
      return stays;
    }
    if (stays != null) {
      synchronized (venue.orders()) {
        Replacing.over(order);
        news.unchanged(order);
      }
      return stays;
    }
    OrderRecord end = end(stands.oid(), attempt);
    if (end == null) {
      return goesOn(order, move, "the venue does not say what it had executed");
    }
    BigDecimal executed = move.left.subtract(end.order().sz()).max(BigDecimal.ZERO);
    BigDecimal rest = changed.quantity().value().subtract(executed);
    if (!end.status().equals(Replacing.CANCELED) || rest.signum() <= 0) {
      replacing.ended(order, end);
      return gone(order.id);
    }
    if (!isTold(order, move.told.add(executed), attempt)) {
      return goesOn(order, move, "what it had executed was not told yet");
    }
    // Late as it may be: nothing stands now, and the venue does not take what has expired.
    long patience = Math.max(attempt.leftNanos(), venue.settings().askWithin().toNanos());
    return replacing.place(order, move, market, rest, expires(attempt), patience);
  }

  /** Nothing is under way: what is left to do does {@link Replacing#resolve}. */
  private OrderOutcome goesOn(VenueOrder order, Move move, String why) {
    synchronized (venue.orders()) {
      move.waitUntil(nanoTime.getAsLong());
      replacing.later(order, move);
    }
    return new OrderOutcome.Unresolved(order.id, why);
  }

  /** Cancels it by its number, which no other order has; null when it is over. */
  private @Nullable OrderOutcome takenOff(
      VenueOrder order, VenueMarket market, long oid, Attempt attempt) {
    Line.Sent sent =
        venue
            .line()
            .send(
                new CancelOrders(List.of(new CancelOrders.Cancel(market.asset(), oid)), false),
                expires(attempt),
                1,
                attempt.leftNanos());
    Waypoint.CANCEL_ANSWERED.reached();
    return switch (sent) {
      case Line.Sent.Refused(var refusal) ->
          new OrderOutcome.Rejected(order.id, refusal.toString());
      case Line.Sent.NotSent(var why) -> new OrderOutcome.Rejected(order.id, why);
      case Line.Sent.Answered(var entries) when isSuccess(entries) -> null;
      case Line.Sent.Answered(var entries)
          when !entries.isEmpty() && entries.getFirst() instanceof EntryStatus.Failed failed ->
          failed.refusal().reason() == RefusalReason.MISSING_ORDER
              ? gone(order.id)
              : new OrderOutcome.Rejected(order.id, failed.error());
      // The cancel may still arrive, and takes it off then.
      case Line.Sent.Answered _, Line.Sent.Unknown _ ->
          end(oid, attempt) == null
              ? new OrderOutcome.Unresolved(order.id, "whether it was taken off: " + sent)
              : null;
    };
  }

  private static boolean isSuccess(List<EntryStatus> entries) {
    return entries.size() == 1 && entries.getFirst() == EntryStatus.Word.SUCCESS;
  }

  private Instant expires(Attempt attempt) {
    Instant own = venue.now().plus(venue.settings().exitValidity());
    return own.isBefore(attempt.expires()) ? own : attempt.expires();
  }

  /** How it ended; null when the venue does not say that it has. */
  private @Nullable OrderRecord end(long oid, Attempt attempt) {
    long most = venue.settings().askWithin().toNanos();
    for (int i = 0; i < MOST_QUESTIONS; i++) {
      long left = Math.min(most, attempt.leftNanos());
      if (left > 0
          && venue.line().ask(OrderRef.of(oid), left) instanceof Line.Known.Order(var record)
          && OrderState.of(record.status()).isFinal()) {
        return record;
      }
    }
    return null;
  }

  /** Waits for the fills of one that had fired: what is told of it after them fits. */
  private boolean isTold(VenueOrder order, BigDecimal all, Attempt attempt) {
    long patience = Math.min(attempt.leftNanos(), venue.settings().fillWait().toNanos());
    long end = System.nanoTime() + patience;
    synchronized (venue.orders()) {
      while (order.filled.compareTo(all) < 0 && end - System.nanoTime() > 0) {
        try {
          TimeUnit.NANOSECONDS.timedWait(venue.orders(), end - System.nanoTime());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
      }
      return order.filled.compareTo(all) >= 0;
    }
  }
}
