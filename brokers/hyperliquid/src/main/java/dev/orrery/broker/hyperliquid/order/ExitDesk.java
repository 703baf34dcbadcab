package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.market.VenueMarket;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.BatchModify;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.action.OrderChange;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.info.OrderState;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does at the venue what is due of exits, on a thread of its own, again and again until it is done.
 * What an exit stands for there only ever shrinks a position. It may shrink what another entry
 * brought, so what is not known is asked for first; a change cannot ask, see the known limits in
 * {@code docs/hyperliquid.md}.
 */
public final class ExitDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitDesk.class);

  private final Venue venue;
  private final Exits exits;
  private final OrderNews news;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("orrery-hyperliquid-exits").factory());

  /** Looks that are due or under way. */
  private final AtomicInteger looks = new AtomicInteger();

  /** One step at the venue. */
  private sealed interface Step {
    record Place(
        Exit exit, OrderRequest order, ClientOrderId name, BigDecimal size, OrderTerms terms)
        implements Step {}

    record Change(
        Exit exit, OrderRequest order, ClientOrderId name, BigDecimal size, OrderTerms terms)
        implements Step {}

    record Cancel(Exit exit, VenueOrder order, ClientOrderId name) implements Step {}
  }

  /** Begins when something is due. */
  public ExitDesk(Venue venue, Exits exits, OrderNews news, LongSupplier nanoTime) {
    this.venue = venue;
    this.exits = exits;
    this.news = news;
    this.nanoTime = nanoTime;
    exits.whenDue(() -> later(0));
  }

  /** Whether there is nothing left to do, as far as is known. */
  public boolean isIdle() {
    return looks.get() == 0;
  }

  private void later(long nanos) {
    looks.incrementAndGet();
    try {
      worker.schedule(this::work, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      looks.decrementAndGet();
      LOG.debug("Closed while an exit was due", e);
    }
  }

  private void work() {
    try {
      for (Exit exit : exits.alive()) {
        Step step = due(exit);
        if (step != null) {
          take(step);
        }
      }
    } catch (RuntimeException e) {
      LOG.error("Exits could not be looked after; trying again", e);
      later(venue.settings().longestRetry().toNanos());
    } finally {
      looks.decrementAndGet();
    }
  }

  private @Nullable Step due(Exit exit) {
    synchronized (venue.orders()) {
      if (exit.order.ended || nanoTime.getAsLong() - exit.notBefore < 0) {
        return null;
      }
      if (exits.obsolete(exit)) {
        return gone(exit);
      }
      VenueOrder entry = venue.orders().find(exit.entry);
      if (exit.fired && entry != null && !entry.ended) {
        return new Step.Cancel(exit, entry, entry.id);
      }
      BigDecimal wanted = exit.wanted();
      if (exit.placed.signum() == 0) {
        return wanted.signum() > 0 ? placing(exit, wanted) : null;
      }
      boolean same = exit.spec.terms().equals(exit.standing) && exit.placed.compareTo(wanted) == 0;
      return same || exit.fired || wanted.signum() == 0 ? null : changing(exit, wanted);
    }
  }

  private @Nullable Step gone(Exit exit) {
    if (exit.placed.signum() > 0) {
      return new Step.Cancel(exit, exit.order, exit.name());
    }
    exits.over(exit, CloseReason.SIBLING, "its sibling has filled");
    return null;
  }

  private @Nullable Step placing(Exit exit, BigDecimal size) {
    OrderRequest order = words(exit, size, exit.fired);
    return order == null ? null : new Step.Place(exit, order, exit.name(), size, exit.spec.terms());
  }

  private @Nullable Step changing(Exit exit, BigDecimal size) {
    OrderRequest order = words(exit, size, false);
    return order == null
        ? null
        : new Step.Change(exit, order, exit.name(), size, exit.spec.terms());
  }

  private @Nullable OrderRequest words(Exit exit, BigDecimal size, boolean atMarket) {
    VenueMarket market = venue.market(exit.spec.symbol()).orElse(null);
    if (market == null) {
      return null;
    }
    OrderSpec named =
        new OrderSpec(
            exit.name(),
            exit.spec.symbol(),
            exit.spec.side(),
            exit.spec.quantity(),
            exit.spec.terms(),
            true,
            exit.spec.entry(),
            exit.spec.label());
    try {
      return atMarket && !(exit.spec.terms() instanceof OrderTerms.Limit)
          ? venue.words().atMarket(named, market, size)
          : venue.words().of(named, market, size);
    } catch (OrderWords.Unsendable e) {
      failed(exit, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void take(Step step) {
    switch (step) {
      case Step.Place it -> place(it);
      case Step.Change it -> change(it);
      case Step.Cancel it -> cancel(it);
    }
  }

  private void place(Step.Place step) {
    Exit exit = step.exit();
    if (exit.failures > 0 && isThere(exit, step.name())) {
      return;
    }
    synchronized (venue.orders()) {
      if (exit.order.ended) {
        return; // It was cancelled since it was looked at.
      }
    }
    Waypoint.EXIT_PLACING.reached();
    Line.Sent sent = send(PlaceOrders.of(step.order()));
    synchronized (venue.orders()) {
      switch (sent) {
        case Line.Sent.Answered(var entries) -> placed(step, first(entries));
        case Line.Sent.Refused(var refusal) -> failed(exit, refusal.toString());
        case Line.Sent.NotSent(var why) -> failed(exit, why);
        case Line.Sent.Unknown(var why) -> failed(exit, why);
      }
    }
  }

  private void placed(Step.Place step, EntryStatus entry) {
    Exit exit = step.exit();
    switch (entry) {
      case EntryStatus.Resting(var oid, _) -> stands(exit, step.size(), step.terms(), oid);
      case EntryStatus.Filled(_, _, var oid, _) -> {
        stands(exit, step.size(), step.terms(), oid);
        exits.fires(exit.order);
      }
      case EntryStatus.Word _ -> stands(exit, step.size(), step.terms(), 0);
      case EntryStatus.Failed it -> refused(exit, it);
      case EntryStatus other -> failed(exit, "answered " + other);
    }
  }

  /**
   * It stands at the venue.
   *
   * @param terms by which terms; null when that is not known
   */
  private void stands(Exit exit, BigDecimal size, @Nullable OrderTerms terms, long oid) {
    exit.placed = size.subtract(exit.order.filled.subtract(exit.order.before)).max(BigDecimal.ZERO);
    exit.standing = terms;
    exit.failures = 0;
    venue.orders().number(exit.order, oid);
    if (exit.order.ended) {
      // It ended while this was on its way: nobody would ever cancel what stands there now.
      LOG.info("An exit was placed that had ended, cancelling it exit={}", exit.spec.id());
      ClientOrderId name = exit.name();
      worker.execute(() -> cancel(new Step.Cancel(exit, exit.order, name)));
      return;
    }
    if (!exit.order.opened) {
      exit.order.opened = true;
      venue
          .orders()
          .tell(new BrokerEvent.OrderOpened(exit.spec.id(), Exits.number(exit.order), venue.now()));
    }
    later(0);
  }

  /** A stop whose price was passed before it could be placed is carried out at the market. */
  private void refused(Exit exit, EntryStatus.Failed entry) {
    RefusalReason reason = entry.refusal().reason();
    boolean passed = reason == RefusalReason.TRIGGER_PRICE;
    if (passed && exit.spec.terms() instanceof OrderTerms.Stop && !exit.fired) {
      LOG.warn("A stop is met already, closing at the market exit={}", exit.spec.id());
      exit.fired = true;
      later(0);
    } else if (reason == RefusalReason.REDUCE_ONLY && exit.entryEnded) {
      exits.over(exit, CloseReason.REDUCE_ONLY, entry.error());
    } else if (reason == RefusalReason.REDUCE_ONLY) {
      exit.gone = exit.protects;
    } else {
      if (reason == RefusalReason.CLOID) {
        exit.attempt++;
        venue.orders().alias(exit.name(), exit.spec.id());
      }
      failed(exit, entry.error());
    }
  }

  private void failed(Exit exit, String why) {
    synchronized (venue.orders()) {
      exit.failures++;
      long pause =
          Math.min(
              venue.settings().longestRetry().toNanos(),
              venue.settings().firstRetry().toNanos() << Math.min(20, exit.failures - 1));
      exit.notBefore = nanoTime.getAsLong() + pause;
      LOG.error(
          "A position is not protected as it should be, trying again exit={} symbol={} cause={}",
          exit.spec.id(),
          exit.spec.symbol(),
          why);
      later(pause);
    }
  }

  /** Whether an attempt nobody has an answer of has arrived. */
  private boolean isThere(Exit exit, ClientOrderId name) {
    long left = venue.settings().askWithin().toNanos();
    return switch (venue.line().ask(new Cloid(name.value()), left)) {
      case Line.Known.Nothing _ -> false;
      case Line.Known.NoAnswer(var why) -> {
        failed(exit, why);
        yield true;
      }
      case Line.Known.Order(var record) -> {
        synchronized (venue.orders()) {
          if (OrderState.of(record.status()).isFinal()) {
            news.learned(exit.order, record.status(), record.order(), venue.now());
          } else {
            stands(exit, record.order().sz(), null, record.order().oid());
          }
        }
        yield true;
      }
    };
  }

  private void change(Step.Change step) {
    Exit exit = step.exit();
    synchronized (venue.orders()) {
      if (exit.order.ended) {
        return; // It has ended since it was looked at: what is placed now would be left over.
      }
      exit.order.changing++;
    }
    Waypoint.EXIT_CHANGING.reached();
    // "Always": without it the venue changes no trigger order. With it the venue places the new one
    // even when the old one has just fired: it cannot turn the position, but close too much of it.
    Line.Sent sent =
        send(
            new BatchModify(
                List.of(new OrderChange(OrderRef.of(new Cloid(step.name().value())), step.order())),
                true));
    synchronized (venue.orders()) {
      exit.order.changing--;
      if (sent instanceof Line.Sent.Answered(var entries)
          && first(entries) instanceof EntryStatus.Resting(var oid, _)) {
        exit.order.before = exit.order.filled;
        exit.order.held = null;
        stands(exit, step.size(), step.terms(), oid);
      } else if (sent instanceof Line.Sent.Answered(var entries)
          && first(entries) instanceof EntryStatus.Filled(_, _, var oid, _)) {
        exit.order.before = exit.order.filled;
        exit.order.held = null;
        stands(exit, step.size(), step.terms(), oid);
        exits.fires(exit.order);
      } else {
        news.unchanged(exit.order);
        failed(exit, "not changed: " + sent);
      }
    }
  }

  private void cancel(Step.Cancel step) {
    VenueMarket market = venue.market(step.order().coin).orElse(null);
    if (market == null) {
      return;
    }
    Line.Sent sent =
        send(
            new CancelByCloid(
                List.of(new CancelByCloid.Cancel(market.asset(), new Cloid(step.name().value())))));
    boolean done =
        sent instanceof Line.Sent.Answered(var entries)
            && (first(entries) == EntryStatus.Word.SUCCESS
                || (first(entries) instanceof EntryStatus.Failed it
                    && it.refusal().reason() == RefusalReason.MISSING_ORDER));
    synchronized (venue.orders()) {
      if (done) {
        // Its end is told by the venue; without that it is asked for.
        step.exit().notBefore = nanoTime.getAsLong() + venue.settings().settle().toNanos();
        later(venue.settings().settle().toNanos());
      } else {
        failed(step.exit(), "not cancelled " + step.name() + ": " + sent);
      }
    }
    if (done) {
      learn(step);
    }
  }

  private void learn(Step.Cancel step) {
    if (venue.line().ask(new Cloid(step.name().value()), venue.settings().askWithin().toNanos())
        instanceof Line.Known.Order(var record)) {
      synchronized (venue.orders()) {
        news.learned(step.order(), record.status(), record.order(), venue.now());
      }
    }
  }

  private Line.Sent send(L1Action action) {
    return venue
        .line()
        .send(
            action,
            venue.now().plus(venue.settings().callTimeout()),
            1,
            venue.settings().callTimeout().toNanos());
  }

  private static EntryStatus first(List<EntryStatus> entries) {
    return entries.isEmpty() ? new EntryStatus.Unknown(null) : entries.getFirst();
  }

  /** Nothing is placed or cancelled any more. */
  @Override
  public void close() {
    worker.shutdownNow();
  }
}
