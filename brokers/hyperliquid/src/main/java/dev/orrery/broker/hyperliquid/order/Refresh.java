package dev.orrery.broker.hyperliquid.order;

import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("orrery-hyperliquid-refresh").factory());

  /** For one account. */
  public Refresh(Venue venue) {
    this.venue = venue;
  }

  /** The fills of an order are not all told: asks for them until they are. */
  void fills(ClientOrderId id, Runnable refill) {
    look(id, refill, 1);
  }

  private void look(ClientOrderId id, Runnable refill, int time) {
    long pause = venue.settings().settle().toMillis() << (time - 1);
    later(
        () -> {
          synchronized (venue.orders()) {
            VenueOrder order = venue.orders().find(id);
            if (order == null || order.ended) {
              return;
            }
          }
          LOG.info("An order has filled and its fills are missing, asking order={}", id);
          refill.run();
          if (time < MOST_LOOKS) {
            look(id, refill, time + 1);
          }
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

  private void ask(VenueOrder order, OrderNews news) {
    OrderRef ref =
        order.oid == 0 ? OrderRef.of(new Cloid(order.id.value())) : OrderRef.of(order.oid);
    if (venue.line().ask(ref, venue.settings().callTimeout().toNanos())
        instanceof Line.Known.Order(var record)) {
      synchronized (venue.orders()) {
        if (!order.ended && !order.former.contains(record.order().oid())) {
          news.learned(
              order,
              record.status(),
              record.order().oid(),
              record.order().sz(),
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
    try {
      worker.schedule(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.error("Asking after orders failed", e);
            }
          },
          millis,
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("Closed while orders were to be asked for", e);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
