package dev.orrery.broker.hyperliquid.order;

import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.hyperliquid.OrderRef;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for what nobody repeats: what became of orders while the connection was lost, and fills of
 * an order that has filled and shows too few. On a thread of its own.
 */
public final class Refresh implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);

  /** Fills of an order that is over are looked for so often, each time after twice as long. */
  private static final int MOST_LOOKS = 6;

  private final Venue venue;
  private final Exits exits;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("orrery-hyperliquid-refresh").factory());

  private final AtomicBoolean comparing = new AtomicBoolean();

  /** Questions that are to be asked or under way. */
  private final AtomicInteger open = new AtomicInteger();

  /** For one account. */
  public Refresh(Venue venue, Exits exits) {
    this.venue = venue;
    this.exits = exits;
  }

  /** Whether there is nothing left to ask, as far as is known. */
  public boolean isIdle() {
    return open.get() == 0;
  }

  /**
   * The fills of an order are not all told: asks for them until they are.
   *
   * @param givenUp done under the monitor of the orders when they never were
   */
  void fills(ClientOrderId id, Runnable refill, Runnable givenUp) {
    look(id, refill, givenUp, 1);
  }

  private void look(ClientOrderId id, Runnable refill, Runnable givenUp, int time) {
    long pause = venue.settings().settle().toMillis() << (time - 1);
    later(
        () -> {
          synchronized (venue.orders()) {
            VenueOrder order = venue.orders().find(id);
            if (order == null || order.ended) {
              return;
            }
            if (time > MOST_LOOKS) {
              givenUp.run();
              return;
            }
          }
          LOG.info("An order has filled and its fills are missing, asking order={}", id);
          refill.run();
          look(id, refill, givenUp, time + 1);
        },
        pause);
  }

  /** Asks what became of every order that may still work. */
  public void orders(OrderNews news) {
    later(
        () -> {
          for (VenueOrder order : venue.orders().working()) {
            ask(order, news);
          }
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
      Set<Long> standing = exits.standing();
      for (VenueOrder order : venue.orders().working()) {
        if (standing.contains(order.oid) && !atVenue.contains(order.oid)) {
          ask(order, news);
        }
      }
    });
  }

  private void ask(VenueOrder order, OrderNews news) {
    OrderRef ref;
    synchronized (venue.orders()) {
      ref = exits.ref(order);
    }
    if (venue.line().ask(ref, venue.settings().callTimeout().toNanos())
        instanceof Line.Known.Order(var record)) {
      synchronized (venue.orders()) {
        if (!order.ended && !order.former.contains(record.order().oid())) {
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

  private void later(Runnable task, long millis) {
    open.incrementAndGet();
    try {
      worker.schedule(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.error("Asking after orders failed", e);
            } finally {
              open.decrementAndGet();
            }
          },
          millis,
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      open.decrementAndGet();
      LOG.debug("Closed while orders were to be asked for", e);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
