package dev.orrery.control.deploy;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the rows of deployments again and again, at once when woken, on a thread of its own. A
 * look that fails is not the last.
 */
public final class LaunchSchedule implements AutoCloseable {
  /** How often, when nobody wakes it. */
  public static final Duration EVERY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(LaunchSchedule.class);

  private final Runnable look;
  private final Duration every;
  private final Semaphore wakes = new Semaphore(0);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("orrery-launches").unstarted(this::run);
  private volatile boolean closing;
  private boolean away;

  /**
   * Not started yet.
   *
   * @param look see {@link Launches#look}
   */
  public LaunchSchedule(Runnable look, Duration every) {
    this.look = look;
    this.every = every;
  }

  /** Begins with a look. */
  public void start() {
    thread.start();
  }

  /** Something was written that may want a machine. Returns at once. */
  public void wake() {
    wakes.release();
  }

  private void run() {
    while (!closing) {
      try {
        look.run();
        away = false;
      } catch (JdbiException e) {
        if (!away) {
          LOG.warn("no machine is made while the database is away cause={}", e.toString());
        }
        away = true;
      } catch (RuntimeException e) {
        LOG.error("a look at the deployments failed; the next tries again", e);
      }
      pause();
    }
  }

  private void pause() {
    try {
      if (wakes.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) {
        wakes.drainPermits();
      }
    } catch (InterruptedException e) {
      closing = true;
      Thread.currentThread().interrupt();
    }
  }

  /** Ends after the look under way. */
  @Override
  public void close() {
    closing = true;
    wakes.release();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
