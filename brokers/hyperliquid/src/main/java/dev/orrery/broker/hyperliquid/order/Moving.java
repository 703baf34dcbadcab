package dev.orrery.broker.hyperliquid.order;

import dev.orrery.broker.hyperliquid.order.Batches.Attempt;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
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
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.OrderState;
import dev.orrery.kernel.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an order of a strategy's own that waits for a price another price. Changed in place, the
 * venue would place the new one even when the old one has just fired. So it is cancelled, and
 * placed again, under its own name, for what the venue says is left, once that has said that it is
 * over. What has no answer is sent again as the same bytes, which the venue takes once, until it is
 * there or too late; until then the order counts as working. Thread-safe.
 */
public final class Moving {
  private static final Logger LOG = LoggerFactory.getLogger(Moving.class);

  /** How exactly two clocks can be compared over a line. */
  private static final Duration MARGIN = Duration.ofMillis(250);

  private static final int MOST_QUESTIONS = 3;

  private final Venue venue;
  private final OrderNews news;
  private final Refresh refresh;
  private final LongSupplier nanoTime;

  /** Moves orders of one account. */
  public Moving(Venue venue, OrderNews news, Refresh refresh, LongSupplier nanoTime) {
    this.venue = venue;
    this.news = news;
    this.refresh = refresh;
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
    BigDecimal before;
    synchronized (venue.orders()) {
      order = venue.orders().placing(changed);
      venue.orders().number(order, stands.oid());
      order.moving = new Move(stands.oid());
      order.changing++;
      before = order.filled;
    }
    OrderOutcome stays = takenOff(order, market, stands.oid(), attempt);
    if (stays != null) {
      synchronized (venue.orders()) {
        over(order);
        news.unchanged(order);
      }
      return stays;
    }
    OrderRecord end = end(stands.oid(), attempt);
    if (end == null) {
      return lost(order, "the venue does not say what it had executed");
    }
    BigDecimal executed = stands.sz().subtract(end.order().sz()).max(BigDecimal.ZERO);
    BigDecimal rest = changed.quantity().value().subtract(executed);
    if (rest.signum() <= 0 || !isTold(order, before.add(executed), attempt)) {
      synchronized (venue.orders()) {
        over(order);
        news.unchanged(order);
        news.learned(order, end.status(), end.order(), Instant.ofEpochMilli(end.statusTimestamp()));
      }
      return gone(order.id);
    }
    return place(order, changed, market, rest, attempt);
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

  private OrderOutcome place(
      VenueOrder order, OrderSpec changed, VenueMarket market, BigDecimal rest, Attempt attempt) {
    ExchangeRequest request;
    try {
      request =
          venue
              .line()
              .sign(PlaceOrders.of(venue.words().of(changed, market, rest)), expires(attempt));
    } catch (OrderWords.Unsendable | ProblemException | IllegalStateException e) {
      return lost(order, String.valueOf(e.getMessage()));
    }
    synchronized (venue.orders()) {
      Move move = order.moving;
      if (move == null || move.dismissed) {
        return lost(order, "it was cancelled meanwhile");
      }
      order.terms = changed.terms();
      order.before = order.filled;
      order.size = order.filled.add(rest);
      move.request = request;
    }
    // Late as it may be: nothing stands now, and the venue does not take what has expired.
    long patience = Math.max(attempt.leftNanos(), venue.settings().askWithin().toNanos());
    return answered(order, venue.line().send(request, 1, patience), true);
  }

  private OrderOutcome answered(VenueOrder order, Line.Sent sent, boolean first) {
    synchronized (venue.orders()) {
      Move move = order.moving;
      if (move == null || order.oid != move.old) {
        return here(order, order.oid); // News of it was faster.
      }
      switch (sent) {
        case Line.Sent.Answered(var entries) when !entries.isEmpty() -> {
          switch (entries.getFirst()) {
            case EntryStatus.Resting(var oid, _) -> {
              return here(order, oid);
            }
            case EntryStatus.Filled(var size, _, var oid, _) -> {
              OrderOutcome outcome = here(order, oid);
              if (order.complete == null && order.before.add(size).compareTo(order.size) >= 0) {
                order.complete = order.size;
              }
              news.endIfComplete(order, venue.now());
              return outcome;
            }
            case EntryStatus.Failed it when it.refusal().reason() != RefusalReason.CLOID -> {
              return lost(order, it.error());
            }
            default -> {} // It is there, without a number: that is asked for.
          }
        }
        case Line.Sent.Refused(var refusal) when first -> {
          return lost(order, refusal.toString());
        }
        case Line.Sent.Refused(var refusal) when refusal.reason() == RefusalReason.EXPIRED ->
            move.late = true;
        case Line.Sent.Refused(var refusal)
            when refusal.reason() == RefusalReason.NONCE_DUPLICATE ->
            move.waitUntil(nanoTime.getAsLong() + venue.settings().exitValidity().toNanos());
        case Line.Sent.Answered _,
            Line.Sent.Refused _,
            Line.Sent.NotSent _,
            Line.Sent.Unknown _ -> {}
      }
      later(order, move);
      return new OrderOutcome.Unresolved(order.id, "whether it was placed again: " + sent);
    }
  }

  /** Asks for one that nobody has an answer of, and sends the same again while it is not there. */
  private void resolve(VenueOrder order) {
    Line.Known known =
        venue.line().ask(new Cloid(order.id.value()), venue.settings().askWithin().toNanos());
    ExchangeRequest request;
    synchronized (venue.orders()) {
      Move move = order.moving;
      if (move == null) {
        return;
      }
      if (known instanceof Line.Known.Order(var record) && record.order().oid() != move.old) {
        arrived(order, move, record);
        return;
      }
      if (order.ended || order.oid != move.old) {
        OrderOutcome ignored = here(order, order.oid); // News of it was faster.
        return;
      }
      boolean asked = !(known instanceof Line.Known.NoAnswer);
      boolean never = move.late || (move.used && nanoTime.getAsLong() - move.appearsUntil >= 0);
      if (asked && never) {
        OrderOutcome ignored =
            lost(
                order, move.dismissed ? "it was cancelled meanwhile" : "it did not arrive in time");
        return;
      }
      request = move.request;
      if (!asked || move.used || move.late || request == null) {
        later(order, move);
        return;
      }
    }
    OrderOutcome ignored =
        answered(
            order, venue.line().send(request, 1, venue.settings().exitValidity().toNanos()), false);
  }

  private void arrived(VenueOrder order, Move move, OrderRecord record) {
    if (OrderState.of(record.status()) == OrderState.REJECTED) {
      OrderOutcome ignored = lost(order, record.status());
      return;
    }
    OrderOutcome ignored = here(order, record.order().oid());
    news.learned(
        order, record.status(), record.order(), Instant.ofEpochMilli(record.statusTimestamp()));
    if (move.dismissed && !order.ended) {
      LOG.warn("A change of an order that was cancelled arrived, cancelling it order={}", order.id);
      refresh.after(Duration.ZERO, () -> cancel(order));
    }
  }

  private void cancel(VenueOrder order) {
    venue
        .market(order.coin)
        .ifPresent(market -> {
          Line.Sent sent =
              venue
                  .line()
                  .send(
                      new CancelOrders(
                          List.of(new CancelOrders.Cancel(market.asset(), order.oid)), false),
                      venue.now().plus(venue.settings().exitValidity()),
                      1,
                      venue.settings().exitValidity().toNanos());
          LOG.info("Cancelled what arrived late order={} answer={}", order.id, sent);
        });
  }

  /** It stands, or has stood, under its new number. */
  private OrderOutcome here(VenueOrder order, long oid) {
    boolean untold = order.oid != oid;
    over(order);
    order.held = null;
    venue.orders().number(order, oid);
    if (untold) {
      news.moved(order, venue.now());
    }
    return new OrderOutcome.Accepted(order.id, Exits.number(order), null);
  }

  /** It was taken off, and does not stand again. */
  private OrderOutcome lost(VenueOrder order, String why) {
    synchronized (venue.orders()) {
      LOG.warn("An order was taken off and not placed again order={} why={}", order.id, why);
      over(order);
      order.held = null;
      news.end(
          order,
          CloseReason.CANCELLED,
          "taken off to be moved, not placed again: " + why,
          venue.now());
    }
    return new OrderOutcome.Rejected(order.id, why);
  }

  private static void over(VenueOrder order) {
    if (order.moving != null) {
      order.moving = null;
      order.changing--;
    }
  }

  private void later(VenueOrder order, Move move) {
    long pause = venue.settings().firstRetry().toMillis() << Math.min(20, move.failures++);
    refresh.after(
        Duration.ofMillis(Math.min(pause, venue.settings().longestRetry().toMillis())),
        () -> resolve(order));
  }

  /** Somebody cancels it while it is on its way; whether it is. */
  static boolean isDismissed(@Nullable VenueOrder order, long until) {
    if (order == null || order.moving == null) {
      return false;
    }
    order.moving.dismissed = true;
    order.moving.waitUntil(until);
    return true;
  }

  /** Whether an order that is over now may have been on its way when the process before died. */
  boolean mayBeOnItsWay(OrderSpec spec, OrderRecord record, long venueTime) {
    boolean waits = spec.reduceOnly() && spec.entry().isEmpty() && Changing.waits(spec.terms());
    Duration most =
        venue.settings().callTimeout().plus(venue.settings().exitValidity()).plus(MARGIN);
    return waits
        && record.status().equals("canceled")
        && venueTime - record.statusTimestamp() < most.toMillis();
  }

  /**
   * The process has just begun, and what the one before may have sent is waited for.
   *
   * @param since when that was over
   * @param ahead how far this machine's clock is ahead of the venue's
   */
  public void resume(Instant since, Duration ahead) {
    Duration late = ahead.isNegative() ? Duration.ZERO : ahead;
    Instant end = since.plus(venue.settings().exitValidity()).plus(late).plus(MARGIN);
    Duration left = Duration.between(venue.now(), end);
    long until = nanoTime.getAsLong() + Math.max(0, left.toNanos());
    synchronized (venue.orders()) {
      for (VenueOrder order : venue.orders().working()) {
        Move move = order.moving;
        if (move != null) {
          move.waitUntil(until);
          later(order, move);
        }
      }
    }
  }
}
