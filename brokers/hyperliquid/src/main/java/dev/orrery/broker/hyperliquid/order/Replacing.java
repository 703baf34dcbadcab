package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.value.Price;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.market.VenueMarket;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.OrderState;
import dev.orrery.kernel.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places an order that was taken off again, under its own name, with another price, and sees to it
 * until it stands or the venue refuses it; it counts as working as long. What has no answer is sent
 * again as the same bytes, which the venue takes once, until it is there or too late; what is too
 * late is signed anew. A process that begins goes on where the one before was: the journal says
 * which price was wanted, the venue how far that came. Thread-safe.
 */
public final class Replacing {
  private static final Logger LOG = LoggerFactory.getLogger(Replacing.class);

  /** How exactly two clocks can be compared over a line. */
  private static final Duration MARGIN = Duration.ofMillis(250);

  /** Fills that the venue counts and nobody tells are waited for so often, twice as long each. */
  private static final int MOST_LOOKS = 8;

  /** An order of this status was taken off, as is done to move it. */
  static final String CANCELED = "canceled";

  /** An order of this status was refused because its trigger was passed. */
  private static final String TRIGGER_PASSED = "badTriggerPxRejected";

  /** Refusals that say nothing of the order: it is sent anew. */
  private static final Set<RefusalReason> PASSING =
      Set.of(
          RefusalReason.EXPIRED,
          RefusalReason.IP_LIMIT,
          RefusalReason.ADDRESS_LIMIT,
          RefusalReason.NONCE_TOO_LOW,
          RefusalReason.NONCE_INVALID);

  private final Venue venue;
  private final OrderNews news;
  private final Refresh refresh;
  private final LongSupplier nanoTime;

  /** Places orders of one account again. */
  public Replacing(Venue venue, OrderNews news, Refresh refresh, LongSupplier nanoTime) {
    this.venue = venue;
    this.news = news;
    this.refresh = refresh;
    this.nanoTime = nanoTime;
  }

  /** Begins. */
  static Move begun(VenueOrder order, long oid, OrderSpec wanted, BigDecimal left) {
    Move move = new Move(oid, wanted, left, order.filled);
    order.moving = move;
    order.changing++;
    return move;
  }

  /** The old one is over by something else than the cancel, and no other one follows. */
  void ended(VenueOrder order, OrderRecord end) {
    synchronized (venue.orders()) {
      over(order);
      news.unchanged(order);
      news.learned(order, end.status(), end.order(), Instant.ofEpochMilli(end.statusTimestamp()));
    }
  }

  /** Places it for what is left of it. */
  OrderOutcome place(
      VenueOrder order,
      Move move,
      VenueMarket market,
      BigDecimal rest,
      Instant expires,
      long patience) {
    ExchangeRequest request;
    try {
      request = venue.line().sign(PlaceOrders.of(words(move, market, rest)), expires);
    } catch (OrderWords.Unsendable | ProblemException | IllegalStateException e) {
      return lost(order, String.valueOf(e.getMessage()));
    }
    synchronized (venue.orders()) {
      if (!move.equals(order.moving) || move.dismissed) {
        return lost(order, "it was cancelled meanwhile");
      }
      order.terms = move.wanted.terms();
      order.size = order.filled.add(rest);
      move.sends(request);
    }
    return answered(order, venue.line().send(request, 1, patience), true);
  }

  private OrderRequest words(Move move, VenueMarket market, BigDecimal rest)
      throws OrderWords.Unsendable {
    return move.atMarket
        ? venue.words().atMarket(move.wanted, market, rest)
        : venue.words().of(move.wanted, market, rest);
  }

  /** Places it again by itself: what was sent before is over, and it does not stand. */
  private void again(VenueOrder order, Move move, BigDecimal left) {
    VenueMarket market = venue.market(order.coin).orElse(null);
    BigDecimal rest = move.wanted.quantity().value().min(left);
    if (market == null || rest.signum() <= 0) {
      OrderOutcome ignored = lost(order, "nothing of it is left to be placed");
      return;
    }
    LOG.info("An order does not stand, placing it again order={} size={}", order.id, rest);
    OrderOutcome ignored =
        place(
            order,
            move,
            market,
            rest,
            venue.now().plus(venue.settings().exitValidity()),
            venue.settings().exitValidity().toNanos());
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
              if (order.complete == null
                  && order.filledWith(oid, size).compareTo(order.size) >= 0) {
                order.complete = order.size;
              }
              news.endIfComplete(order, venue.now());
              return outcome;
            }
            case EntryStatus.Failed it when isPassed(move, it.refusal().reason()) -> {
              closes(order, move);
            }
            case EntryStatus.Failed it when it.refusal().reason() != RefusalReason.CLOID -> {
              return lost(order, it.error());
            }
            default -> {} // It is there, without a number: that is asked for.
          }
        }
        case Line.Sent.Refused(var refusal)
            when refusal.reason() == RefusalReason.NONCE_DUPLICATE ->
            move.waitUntil(nanoTime.getAsLong() + venue.settings().exitValidity().toNanos());
        case Line.Sent.Refused(var refusal)
            when refusal.reason() == RefusalReason.EXPIRED
                || (first && PASSING.contains(refusal.reason())) ->
            move.late = true;
        case Line.Sent.Refused(var refusal) when first -> {
          return lost(order, refusal.toString());
        }
        case Line.Sent.Answered _,
            Line.Sent.Refused _,
            Line.Sent.NotSent _,
            Line.Sent.Unknown _ -> {}
      }
      later(order, move);
      return new OrderOutcome.Unresolved(order.id, "whether it was placed again: " + sent);
    }
  }

  private static boolean isPassed(Move move, RefusalReason reason) {
    return reason == RefusalReason.TRIGGER_PRICE && !move.atMarket && isProtective(move.wanted);
  }

  private static boolean isProtective(OrderSpec spec) {
    return spec.reduceOnly() && spec.terms() instanceof OrderTerms.Stop;
  }

  /** The price went through a stop while it did not stand: it would have fired. */
  private static void closes(VenueOrder order, Move move) {
    LOG.warn("A stop is met already, closing at the market order={}", order.id);
    move.atMarket = true;
    move.late = true;
  }

  /** Asks for one that nobody has an answer of, and sends the same again while it is not there. */
  void resolve(VenueOrder order) {
    Line.Known known =
        venue.line().ask(new Cloid(order.id.value()), venue.settings().askWithin().toNanos());
    ExchangeRequest request;
    Move move;
    synchronized (venue.orders()) {
      move = order.moving;
      if (move == null) {
        return;
      }
      if (known instanceof Line.Known.Order(var record) && isNew(order, move, record)) {
        arrived(order, move, record);
        return;
      }
      if (order.ended || order.oid != move.old) {
        OrderOutcome ignored = here(order, order.oid); // News of it was faster.
        return;
      }
      boolean asked = !(known instanceof Line.Known.NoAnswer);
      boolean never = move.late || (move.used && nanoTime.getAsLong() - move.appearsUntil >= 0);
      request = move.request;
      if (!asked || (!never && (move.used || request == null))) {
        later(order, move);
        return;
      }
      if (never) {
        request = null;
      }
    }
    if (request == null) {
      goOn(order, move, known instanceof Line.Known.Order(var record) ? record : null);
      return;
    }
    OrderOutcome ignored =
        answered(
            order, venue.line().send(request, 1, venue.settings().exitValidity().toNanos()), false);
  }

  /**
   * Whether this is what was placed again. A stop that was refused as passed is none: it is closed
   * at market under the same name, and before that has arrived the venue tells of the refusal.
   */
  private static boolean isNew(VenueOrder order, Move move, OrderRecord record) {
    if (record.order().oid() == move.old) {
      return false;
    }
    boolean passed = record.status().equals(TRIGGER_PASSED) && isProtective(move.wanted);
    if (passed && move.request != null && !move.atMarket) {
      closes(order, move);
    }
    return !passed;
  }

  /** Nothing that was sent can arrive any more, and it has not: by what the venue has. */
  private void goOn(VenueOrder order, Move move, @Nullable OrderRecord record) {
    if (record == null) {
      OrderOutcome ignored = lost(order, "the venue does not know it any more");
      return;
    }
    BigDecimal left = record.order().sz();
    boolean taken = record.order().oid() == move.old;
    synchronized (venue.orders()) {
      if (!OrderState.of(record.status()).isFinal()) {
        stays(order, move, record.order());
        return;
      }
      if (move.dismissed) {
        OrderOutcome ignored = lost(order, "it was cancelled meanwhile");
        return;
      }
      BigDecimal executed = taken ? move.left.subtract(left).max(BigDecimal.ZERO) : BigDecimal.ZERO;
      boolean told = order.filled.compareTo(move.told.add(executed)) >= 0;
      if (!told && move.failures < MOST_LOOKS) {
        later(order, move); // What it has executed is on its way.
        return;
      }
    }
    if (taken && !record.status().equals(CANCELED)) {
      ended(order, record);
    } else {
      again(order, move, left);
    }
  }

  private static OrderTerms standing(OrderTerms wanted, DetailedOrder stands) {
    Price trigger = new Price(stands.triggerPx());
    Price worst = new Price(stands.limitPx());
    return switch (wanted) {
      case OrderTerms.Stop it -> new OrderTerms.Stop(trigger, it.limit().map(_ -> worst));
      case OrderTerms.TakeProfit it ->
          new OrderTerms.TakeProfit(trigger, it.limit().map(_ -> worst));
      case OrderTerms.Limit _, OrderTerms.AtMarket _ -> wanted;
    };
  }

  /** It was never taken off, and can be no more. */
  private void stays(VenueOrder order, Move move, DetailedOrder stands) {
    over(order);
    order.held = null;
    if (stands.isTrigger()) {
      order.terms = standing(move.wanted.terms(), stands);
      news.amended(order, stands.triggerPx(), stands.sz(), venue.now());
    }
    if (move.dismissed) {
      refresh.after(Duration.ZERO, () -> cancel(order));
    }
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

  /** Whatever became of it. */
  static void over(VenueOrder order) {
    if (order.moving != null) {
      order.moving = null;
      order.changing--;
    }
  }

  /** Asks the venue after a while what has become of it, and does what is left to do. */
  void later(VenueOrder order, Move move) {
    boolean atOnce = move.late && move.failures == 0;
    long first = atOnce ? 0 : venue.settings().firstRetry().toMillis();
    long pause = first << Math.min(20, move.failures++);
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

  /**
   * The process before may have been about to move an order that the book holds as working: goes on
   * with it once nothing of what that has sent can arrive. Under the monitor of the orders.
   *
   * @param record what the venue says of the order's name
   * @return whether it is on its way; what it was before that is no end of it
   */
  boolean takeUp(VenueOrder order, TrackedOrder tracked, OrderRecord record) {
    OrderSpec wanted = tracked.amending();
    if (wanted == null || !Changing.waits(wanted.terms())) {
      return false;
    }
    long oid = record.order().oid();
    String known = tracked.venueOrderId();
    boolean placedAgain = !known.isEmpty() && !known.equals(Long.toString(oid));
    OrderState state = OrderState.of(record.status());
    boolean goesOn =
        placedAgain
            ? record.status().equals(TRIGGER_PASSED) && isProtective(wanted)
            : record.status().equals(CANCELED) || !state.isFinal();
    if (goesOn) {
      long old = placedAgain ? Long.parseLong(known) : oid;
      venue.orders().number(order, old);
      Move ignored = begun(order, old, wanted, record.order().sz());
      // As what may be under way will stand.
      order.terms = wanted.terms();
      order.size = order.filled.add(wanted.quantity().value().min(record.order().sz()));
      LOG.info("An order was being moved, going on with it order={}", order.id);
    } else if (placedAgain && !state.isFinal()) {
      // It has arrived. One that has fired meanwhile shows its price to no comparison.
      venue.orders().number(order, oid);
      order.terms = wanted.terms();
      order.size = order.filled.add(record.order().sz());
      news.moved(order, venue.now());
    }
    return goesOn;
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
