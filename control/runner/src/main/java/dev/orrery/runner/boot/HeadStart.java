package dev.orrery.runner.boot;

import dev.orrery.database.EmbeddedServer;
import dev.orrery.kernel.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded server of a data directory that has been used, starting while the configuration is
 * still being read: recovery and the first processes take as long as that. The boot takes it over,
 * or else it is stopped by {@link #close}. Nothing is made that was not there, and a directory
 * whose server belongs to somebody is left alone. Thread-safe.
 */
public final class HeadStart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeadStart.class);

  private final Path dataDir;
  private final Thread starting;
  private @Nullable EmbeddedServer server;

  private HeadStart(Path dataDir) {
    this.dataDir = dataDir;
    this.starting =
        Thread.ofPlatform().daemon().name("orrery-head-start").unstarted(this::startServer);
  }

  /** Begins; empty where there is no server to start so far. */
  public static Optional<HeadStart> on(Path dataDir) {
    if (!Files.isDirectory(dataDir.resolve("postgres").resolve("cluster"))) {
      return Optional.empty();
    }
    HeadStart begun = new HeadStart(dataDir);
    begun.starting.start();
    return Optional.of(begun);
  }

  /**
   * Gives the server away, once, when it is that of this directory; waits until it runs. Empty when
   * it did not start: whoever starts it in the usual way is told why.
   */
  Optional<EmbeddedServer> take(Path wanted) {
    if (!wanted.toAbsolutePath().normalize().equals(dataDir.toAbsolutePath().normalize())) {
      return Optional.empty();
    }
    awaitStart();
    synchronized (this) {
      Optional<EmbeddedServer> taken = Optional.ofNullable(server);
      server = null;
      return taken;
    }
  }

  /** Stops the server unless it was taken. */
  @Override
  public void close() {
    awaitStart();
    EmbeddedServer left;
    synchronized (this) {
      left = server;
      server = null;
    }
    if (left != null) {
      left.close();
    }
  }

  private void startServer() {
    try {
      EmbeddedServer started =
          EmbeddedServer.tryOpen(EmbeddedServer.Settings.in(dataDir)).orElse(null);
      synchronized (this) {
        server = started;
      }
    } catch (ProblemException e) {
      LOG.debug("no head start folder={}", dataDir, e);
    }
  }

  /** What was started must be known before anything is closed, whoever is told to end. */
  private void awaitStart() {
    boolean interrupted = false;
    while (starting.isAlive()) {
      try {
        starting.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
