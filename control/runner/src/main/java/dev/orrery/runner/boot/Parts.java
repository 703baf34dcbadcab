package dev.orrery.runner.boot;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was opened, closed in the one order that loses nothing, whatever order it was opened in and
 * however far the boot came. Thread-safe.
 */
public final class Parts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  /** The order of closing. */
  public enum Stage {
    /** Nothing new is heard of. */
    COMMANDS,
    /** Nothing is done beside the ticks. */
    HOUSEKEEPING,
    /** No tick begins; those under way are waited for. */
    RUNTIME,
    /** Nothing is asked of a venue any more. */
    VENUE,
    /** Long jobs of operators. */
    WORKERS,
    /** Everything appended is written. */
    JOURNAL,
    /** The right to trade is given back. */
    LEASE,
    /** The listening connection. */
    NOTIFICATIONS,
    /** The pool. */
    DATABASE,
    /** The embedded server. */
    SERVER,
    /** Jars no runtime has taken over. */
    PLUGINS,
    /** Health is told until here. */
    DOOR,
    /** The lock. */
    DIRECTORY
  }

  private final Map<Stage, List<AutoCloseable>> open = new EnumMap<>(Stage.class);
  private boolean closed;

  /** Nothing yet. */
  public Parts() {}

  /** Adds a part; one that comes after the end is closed at once. */
  public <T extends AutoCloseable> T add(Stage stage, T part) {
    synchronized (this) {
      if (!closed) {
        open.computeIfAbsent(stage, _ -> new ArrayList<>()).add(part);
        return part;
      }
    }
    close(stage, part);
    throw new IllegalStateException("the host was closed while it was opened");
  }

  /** Closes all of them; what fails is logged. Repeatable. */
  @Override
  public void close() {
    Map<Stage, List<AutoCloseable>> last;
    synchronized (this) {
      closed = true;
      last = new EnumMap<>(open);
      open.clear();
    }
    for (Stage stage : Stage.values()) {
      for (AutoCloseable part : last.getOrDefault(stage, List.of()).reversed()) {
        close(stage, part);
      }
    }
  }

  private static void close(Stage stage, AutoCloseable part) {
    long begin = System.nanoTime();
    try {
      part.close();
      LOG.debug("closed stage={} micros={}", stage, (System.nanoTime() - begin) / 1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.warn("Interrupted while closing stage={}", stage);
    } catch (Exception e) {
      LOG.error("Did not close stage={}", stage, e);
    }
  }
}
