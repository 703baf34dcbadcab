package dev.orrery.runner.machine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says again and again that the machine lives, on a thread of its own: paused, halted, or between
 * two ticks that are a day apart, it lives.
 */
final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Runnable beat;
  private final Duration period;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("orrery-heartbeat").unstarted(this::run);

  private Heartbeat(Runnable beat, Duration period) {
    this.beat = beat;
    this.period = period;
  }

  /** Begins at once. */
  static Heartbeat start(Runnable beat, Duration period) {
    Heartbeat heart = new Heartbeat(beat, period);
    heart.thread.start();
    return heart;
  }

  private void run() {
    boolean away = false;
    try {
      do {
        try {
          beat.run();
          away = false;
        } catch (JdbiException e) {
          if (!away) {
            LOG.warn("no heartbeat, the database is away cause={}", firstLine(e));
          }
          away = true;
        } catch (RuntimeException | Error e) { // memory that a plugin took comes back
          LOG.error("a heartbeat failed", e);
        }
      } while (!closing.await(period.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String firstLine(JdbiException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    thread.join(Duration.ofSeconds(2));
  }
}
