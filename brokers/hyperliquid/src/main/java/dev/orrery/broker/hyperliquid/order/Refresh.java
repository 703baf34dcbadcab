package dev.orrery.broker.hyperliquid.order;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for what nobody repeats: what became of orders while the connection was lost, and fills of
 * an order that has filled and shows too few. On a thread of its own.
 */
public final class Refresh implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);

  /**
   * Fills of an order that is over are asked for until the venue has answered so often without
   * them: the last time more than ten seconds after the end, by when they are listed.
   */
  private static final int ANSWERS = 3;

  /** Pauses between double up to this power of two. */
  private static final int MOST_DOUBLED = 2;

  /** What is given up in any case: a venue that never answers has other ways to be noticed. */
  private static final int MOST_LOOKS = 30;

  private final Venue venue;
  private final Exits exits;
  private final Alarm alarm;
  private final AtomicBoolean comparing = new AtomicBoolean();

  /** Questions that are to be asked or under way. */
  private final AtomicInteger open = new AtomicInteger();

  /** For one account. */
  public Refresh(Venue venue, Exits exits) {
    this(venue, exits, new Alarm.OfThread("orrery-hyperliquid-refresh"));
  }

  Refresh(Venue venue, Exits exits, Alarm alarm) {
    this.venue = venue;
    this.exits = exits;
    this.alarm = alarm;
  }

  /** Whether there is nothing left to ask, as far as is known. */
  public boolean isIdle() {
    return open.get() == 0;
  }

  /**
   * The fills of an order are not all told: asks for them until they are.
   *
   * @param missing whether there are some left, under the monitor of the orders
   * @param givenUp done under the monitor of the orders when they never were
   */
  void fills(BooleanSupplier missing, Refill refill, Runnable givenUp) {
    look(missing, refill, givenUp, new AtomicInteger(), 1);
  }

  private void look(
      BooleanSupplier missing, Refill refill, Runnable givenUp, AtomicInteger answers, int time) {
    long pause = venue.settings().settle().toMillis() << Math.min(time - 1, MOST_DOUBLED);
    later(
        () -> {
          synchronized (venue.orders()) {
            if (!missing.getAsBoolean()) {
              return;
            }
            if (answers.get() >= ANSWERS || time > MOST_LOOKS) {
              givenUp.run();
              return;
            }
          }
          LOG.info("An order has filled and its fills are missing, asking time={}", time);
          refill.ask(answers::incrementAndGet);
          look(missing, refill, givenUp, answers, time + 1);
        },
        pause);
  }

  /** Asks what became of every order that may still work. */
  public void orders(OrderNews news) {
    later(
        () -> {
          exits.questions().forEach(it -> ask(it, news));
        },
        0);
  }

  /**
   * The venue told which orders are open: asks for those that were taken to be and are not, once
   * news that is on its way has come. What became of an order is told once, and may get lost.
   */
  public void compare(Set<Long> atVenue, OrderNews news) {
    if (atVenue.containsAll(exits.standing()) || !comparing.compareAndSet(false, true)) {
      return;
    }
    settled(() -> {
      comparing.set(false);
      for (Exits.Standing it : exits.questions()) {
        if (it.oid() != 0 && !atVenue.contains(it.oid())) {
          ask(it, news);
        }
      }
    });
  }

  private void ask(Exits.Standing standing, OrderNews news) {
    VenueOrder order = standing.order();
    if (venue.line().ask(standing.ref(), venue.settings().callTimeout().toNanos())
        instanceof Line.Known.Order(var record)) {
      synchronized (venue.orders()) {
        if (!order.ended
            && (exits.find(order.id) != null || !order.former.contains(record.order().oid()))) {
          news.learned(
              order,
              record.status(),
              record.order(),
              Instant.ofEpochMilli(record.statusTimestamp()));
        }
      }
    }
  }

  /** Does something once news that is on its way has come. */
  public void settled(Runnable task) {
    later(task, venue.settings().settle().toMillis());
  }

  /** Does something then. */
  void after(Duration pause, Runnable task) {
    later(task, pause.toMillis());
  }

  private void later(Runnable task, long millis) {
    open.incrementAndGet();
    Runnable once =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOG.error("Asking after orders failed", e);
          } finally {
            open.decrementAndGet();
          }
        };
    if (!alarm.after(TimeUnit.MILLISECONDS.toNanos(millis), once)) {
      open.decrementAndGet();
      LOG.debug("Closed while orders were to be asked for");
    }
  }

  @Override
  public void close() {
    alarm.close();
  }
}
