package dev.orrery.broker.hyperliquid.order;

import dev.orrery.executor.order.Waypoint;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.market.VenueMarket;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.action.CancelByCloid;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does at the venue what is due of exits, on a thread of its own, again and again until it is done.
 * Why that never closes too much is told at {@link Exit}.
 */
public final class ExitDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitDesk.class);

  /** How exactly two clocks can be compared over a line. */
  private static final Duration MARGIN = Duration.ofMillis(250);

  private final Venue venue;
  private final Exits exits;
  private final OrderNews news;
  private final ExitNews parts;
  private final ExitPlan plan;
  private final LongSupplier nanoTime;
  private final Alarm alarm;

  /** Looks that are due or under way. */
  private final AtomicInteger looks = new AtomicInteger();

  /** Nothing is placed before this, in nanoseconds; under the monitor of the orders. */
  private long placingFrom = Long.MIN_VALUE;

  /** Begins when something is due. */
  public ExitDesk(Venue venue, Exits exits, OrderNews news, ExitNews parts, LongSupplier nanoTime) {
    this(venue, exits, news, parts, nanoTime, new Alarm.OfThread("orrery-hyperliquid-exits"));
  }

  ExitDesk(
      Venue venue,
      Exits exits,
      OrderNews news,
      ExitNews parts,
      LongSupplier nanoTime,
      Alarm alarm) {
    this.venue = venue;
    this.exits = exits;
    this.news = news;
    this.parts = parts;
    this.plan = new ExitPlan(venue, exits);
    this.nanoTime = nanoTime;
    this.alarm = alarm;
    exits.whenDue(this::later);
  }

  /**
   * The process has just begun, and goes on with exits of an earlier life: what that has sent and
   * nobody knows of is waited for.
   *
   * @param since when the earlier life was over
   * @param ahead how far this machine's clock is ahead of the venue's
   */
  public void resume(Instant since, Duration ahead) {
    if (exits.alive().isEmpty()) {
      return;
    }
    Duration late = ahead.isNegative() ? Duration.ZERO : ahead;
    Instant end = since.plus(venue.settings().exitValidity()).plus(late).plus(MARGIN);
    long until = Math.max(0, Duration.between(venue.now(), end).toNanos());
    synchronized (venue.orders()) {
      placingFrom = nanoTime.getAsLong() + until;
      parts.cancelsAreOwnUntil(placingFrom);
    }
    later(until);
  }

  /** Whether there is nothing left to do, as far as is known. */
  public boolean isIdle() {
    return looks.get() == 0;
  }

  private void later(long nanos) {
    looks.incrementAndGet();
    if (!alarm.after(nanos, this::work)) {
      looks.decrementAndGet();
      LOG.debug("Closed while an exit was due");
    }
  }

  private void work() {
    try {
      for (Exit exit : exits.alive()) {
        ExitStep step;
        synchronized (venue.orders()) {
          step = due(exit);
        }
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

  private @Nullable ExitStep due(Exit exit) {
    // One that never stood anywhere hears of its sibling by nothing else.
    exits.endIfDone(exit);
    long now = nanoTime.getAsLong();
    if (exit.notBefore != 0 && now - exit.notBefore < 0) {
      return null;
    }
    try {
      ExitStep step = plan.next(exit);
      boolean early = placingFrom != Long.MIN_VALUE && now - placingFrom < 0;
      boolean ends = exit.dismissed || exits.obsolete(exit) || step instanceof ExitStep.CancelEntry;
      return early && !ends ? null : step;
    } catch (OrderWords.Unsendable e) {
      failed(exit, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void take(ExitStep step) {
    switch (step) {
      case ExitStep.Place it -> place(it);
      case ExitStep.Resolve it -> resolve(it.exit(), it.part());
      case ExitStep.Cancel it -> cancel(it);
      case ExitStep.CancelEntry it -> cancel(it);
    }
  }

  private void place(ExitStep.Place step) {
    Exit exit = step.exit();
    ExitPart part = step.part();
    (step.further() ? Waypoint.EXIT_CHANGING : Waypoint.EXIT_PLACING).reached();
    ExchangeRequest request;
    try {
      request =
          venue
              .line()
              .sign(
                  PlaceOrders.of(step.order()), venue.now().plus(venue.settings().exitValidity()));
    } catch (ProblemException | IllegalStateException e) {
      failed(exit, String.valueOf(e.getMessage()));
      return;
    }
    synchronized (venue.orders()) {
      if (!(due(exit) instanceof ExitStep.Place still && still.isSame(step))) {
        later(0); // Something has happened since it was looked at.
        return;
      }
      part.request = request;
      parts.add(exit, part);
    }
    answered(exit, part, send(request), true);
    later(0);
  }

  private Line.Sent send(ExchangeRequest request) {
    return venue.line().send(request, 1, venue.settings().exitValidity().toNanos());
  }

  /** Nobody has an answer of it: the venue is asked, and sent the same again. */
  private void resolve(Exit exit, ExitPart part) {
    Cloid name = new Cloid(part.name.value());
    Line.Known known = venue.line().ask(name, venue.settings().askWithin().toNanos());
    ExchangeRequest request;
    synchronized (venue.orders()) {
      request = part.request;
      if (request == null) {
        return; // News of it has come.
      }
      switch (known) {
        case Line.Known.Order(var record) -> {
          tell(exit, part, record.status(), record.order(), record.statusTimestamp());
          return;
        }
        case Line.Known.NoAnswer(var why) -> {
          failed(exit, why);
          return;
        }
        case Line.Known.Nothing _
            when part.late || (part.used && nanoTime.getAsLong() - part.appearsUntil >= 0) -> {
          parts.neverTaken(exit, part);
          return;
        }
        case Line.Known.Nothing _ when part.used -> {
          failed(exit, "was sent, and is not there yet");
          return;
        }
        case Line.Known.Nothing _ -> {}
      }
    }
    answered(exit, part, send(request), false);
    later(0);
  }

  private void tell(Exit exit, ExitPart part, String status, DetailedOrder order, long at) {
    parts.told(
        exit, part.name, order.oid(), status, order.origSz(), order.sz(), Instant.ofEpochMilli(at));
  }

  private void answered(Exit exit, ExitPart part, Line.Sent sent, boolean first) {
    synchronized (venue.orders()) {
      if (!part.isUnknown() && !(sent instanceof Line.Sent.Answered)) {
        return; // News of it was faster.
      }
      switch (sent) {
        case Line.Sent.Answered(var entries) -> entry(exit, part, first(entries));
        case Line.Sent.Refused(var refusal) when first -> {
          parts.neverTaken(exit, part);
          failed(exit, refusal.toString());
        }
        case Line.Sent.NotSent(var why) when first -> {
          parts.neverTaken(exit, part);
          failed(exit, why);
        }
        case Line.Sent.Refused(var refusal) when refusal.reason() == RefusalReason.EXPIRED ->
            part.late = true;
        case Line.Sent.Refused(var refusal)
            when refusal.reason() == RefusalReason.NONCE_DUPLICATE ->
            wasThere(part);
        case Line.Sent.Refused(var refusal) -> failed(exit, refusal.toString());
        case Line.Sent.NotSent(var why) -> failed(exit, why);
        case Line.Sent.Unknown(var why) -> failed(exit, why);
      }
    }
  }

  /** The venue has had it before: it stands, or ended, or was refused, and the venue knows. */
  private void wasThere(ExitPart part) {
    if (!part.used) {
      part.used = true;
      part.appearsUntil = nanoTime.getAsLong() + venue.settings().exitValidity().toNanos();
    }
  }

  private void entry(Exit exit, ExitPart part, EntryStatus entry) {
    switch (entry) {
      case EntryStatus.Resting(var oid, _) -> parts.stands(exit, part, oid);
      case EntryStatus.Filled(var size, _, var oid, _) -> {
        exit.fired = true;
        parts.stands(exit, part, oid);
        if (part.atMarket || size.compareTo(part.size) >= 0) {
          parts.over(exit, part, size, "filled");
        }
      }
      case EntryStatus.Word _ -> parts.stands(exit, part, 0);
      case EntryStatus.Failed it when it.refusal().reason() == RefusalReason.CLOID -> {
        wasThere(part);
        failed(exit, it.error());
      }
      case EntryStatus.Failed it -> {
        LOG.warn("An exit was refused exit={} why={}", exit.spec.id(), it.error());
        parts.refused(exit, part, it.refusal().reason());
      }
      case EntryStatus other -> failed(exit, "answered " + other);
    }
  }

  private void failed(Exit exit, String why) {
    synchronized (venue.orders()) {
      parts.backOff(exit);
      LOG.error(
          "A position is not protected as it should be, trying again exit={} symbol={} cause={}",
          exit.spec.id(),
          exit.spec.symbol(),
          why);
    }
  }

  private void cancel(ExitStep.Cancel step) {
    Exit exit = step.exit();
    Waypoint.EXIT_CHANGING.reached();
    synchronized (venue.orders()) {
      step.parts().forEach(part -> part.cancelling = true);
    }
    if (!cancelled(exit, step.parts().stream().map(part -> part.name.value()).toList())) {
      return;
    }
    for (ExitPart part : step.parts()) {
      if (venue.line().ask(new Cloid(part.name.value()), venue.settings().askWithin().toNanos())
          instanceof Line.Known.Order(var record)) {
        synchronized (venue.orders()) {
          tell(exit, part, record.status(), record.order(), record.statusTimestamp());
        }
      }
    }
    synchronized (venue.orders()) {
      again(exit, step.parts().stream().anyMatch(ExitPart::stands));
    }
  }

  private void cancel(ExitStep.CancelEntry step) {
    VenueOrder entry = step.entry();
    if (!cancelled(step.exit(), List.of(entry.id.value()))) {
      return;
    }
    if (venue.line().ask(exits.ref(entry), venue.settings().askWithin().toNanos())
        instanceof Line.Known.Order(var record)) {
      synchronized (venue.orders()) {
        news.learned(
            entry, record.status(), record.order(), Instant.ofEpochMilli(record.statusTimestamp()));
      }
    }
    synchronized (venue.orders()) {
      again(step.exit(), !entry.ended);
    }
  }

  /** What is not over although the venue took it off is looked at once its news has come. */
  private void again(Exit exit, boolean open) {
    long pause = open ? venue.settings().settle().toNanos() : 0;
    exit.notBefore = nanoTime.getAsLong() + pause;
    later(pause);
  }

  /** Whether the venue has said of all of them that they are gone, now or before. */
  private boolean cancelled(Exit exit, List<String> names) {
    VenueMarket market = venue.market(exit.spec.symbol()).orElse(null);
    if (market == null) {
      return false;
    }
    Line.Sent sent =
        venue
            .line()
            .send(
                new CancelByCloid(
                    names.stream()
                        .map(name -> new CancelByCloid.Cancel(market.asset(), new Cloid(name)))
                        .toList()),
                venue.now().plus(venue.settings().exitValidity()),
                names.size(),
                venue.settings().exitValidity().toNanos());
    boolean gone =
        sent instanceof Line.Sent.Answered(var entries)
            && entries.size() == names.size()
            && entries.stream().allMatch(ExitDesk::isGone);
    if (!gone) {
      failed(exit, "not cancelled: " + sent);
    }
    return gone;
  }

  private static boolean isGone(EntryStatus entry) {
    return entry == EntryStatus.Word.SUCCESS
        || (entry instanceof EntryStatus.Failed it
            && it.refusal().reason() == RefusalReason.MISSING_ORDER);
  }

  private static EntryStatus first(List<EntryStatus> entries) {
    return entries.isEmpty() ? new EntryStatus.Unknown(null) : entries.getFirst();
  }

  /** Nothing is placed or cancelled any more. */
  @Override
  public void close() {
    alarm.close();
  }
}
