package dev.orrery.runner.status;

import dev.orrery.database.EmbeddedServer;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the host's own database server again when it has died: at once, then after a second, and
 * after twice as long each time, at most a minute. A server that dies again within a minute counts
 * as one that did not start. {@link #look} is confined to one thread, the rest is thread-safe.
 */
public final class ServerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST = Duration.ofMinutes(1).toNanos();
  private static final int DOUBLINGS = 6;

  private final BooleanSupplier died;
  private final Runnable start;
  private final LongSupplier nanos;
  private final Teller teller;
  private int attempts;
  private long lastAttempt;
  private boolean missing;
  private volatile @Nullable String trouble;

  /** Is told what becomes of the server; must not fail. */
  @FunctionalInterface
  public interface Teller {
    /** One event, with its level as in {@code agent_logs}. */
    void tell(String level, String event, String message);
  }

  /** Over a server. */
  public ServerWatch(EmbeddedServer server, LongSupplier nanos, Teller teller) {
    this(server::hasDied, server::start, nanos, teller);
  }

  /**
   * Over anything that dies and can be started.
   *
   * @param start throws {@link ProblemException} when it does not succeed
   */
  ServerWatch(BooleanSupplier died, Runnable start, LongSupplier nanos, Teller teller) {
    this.died = died;
    this.start = start;
    this.nanos = nanos;
    this.teller = teller;
  }

  /** What is wrong; empty when nothing is. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Looks whether it is there, and starts it when it is time to; called every second or so. */
  public void look() {
    long now = nanos.getAsLong();
    if (!died.getAsBoolean()) {
      if (attempts > 0 && now - lastAttempt > LONGEST) {
        attempts = 0;
      }
      return;
    }
    if (!missing) {
      missing = true;
      trouble = "its server has died, it is being started again";
      LOG.error("The database has died");
      teller.tell("error", "database_died", "the server of the database has died");
    }
    if (attempts == 0 || now - lastAttempt >= pause()) {
      attempts++;
      lastAttempt = now;
      restart();
    }
  }

  private void restart() {
    try {
      start.run();
    } catch (ProblemException e) {
      String cause = e.problems().getFirst().cause().lines().findFirst().orElse("");
      trouble =
          "its server has died, start "
              + attempts
              + " failed, the next is in "
              + Duration.ofNanos(pause()).toSeconds()
              + " s: "
              + cause;
      LOG.warn("The database does not start again attempt={} cause={}", attempts, cause);
      return;
    }
    missing = false;
    trouble = null;
    LOG.info("The database was started again attempt={}", attempts);
    teller.tell("warn", "database_restarted", "its server was started again, start " + attempts);
  }

  private long pause() {
    return Math.min(LONGEST, SECOND << Math.min(attempts - 1, DOUBLINGS));
  }
}
