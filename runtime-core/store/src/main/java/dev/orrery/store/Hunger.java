package dev.orrery.store;

import dev.orrery.kernel.Unfailing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long the writer has had no memory. What a plugin took comes back once the plugin is ended, so
 * it is waited for; not for ever. Allocates nothing it could do without. Confined to one thread.
 */
final class Hunger {
  private static final Logger LOG = LoggerFactory.getLogger(Hunger.class);
  private static final long PAUSE_MILLIS = 100;

  private final long longestNanos;
  private long since;
  private boolean hungry;

  /** That ends the writer after this long. */
  Hunger(Duration longest) {
    this.longestNanos = longest.toNanos();
  }

  /** There was enough. */
  void fed() {
    if (hungry) {
      hungry = false;
      LOG.warn("the journal's writer has memory again");
    }
  }

  /**
   * Waits for some.
   *
   * @throws OutOfMemoryError the one given, when it has been missing for too long
   */
  void await(OutOfMemoryError missing) throws InterruptedException {
    long now = System.nanoTime();
    if (!hungry) {
      hungry = true;
      since = now;
      Unfailing.error(LOG, "no memory to write the journal with, trying again", missing);
    } else if (now - since > longestNanos) {
      throw missing;
    }
    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
  }
}
