package dev.orrery.runtime;

import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.plugin.PluginJar;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a jar that was replaced or removed: each of its strategies is closed once its last
 * decision has returned, and after the last of them the jar is unloaded. A decision that hangs
 * holds that up, and nothing else. Thread-safe.
 */
final class Retirement {
  private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);

  private final PluginJar jar;
  private final List<LoadedStrategy> inside;
  private final Executor worker;
  private final Consumer<Retirement> unloaded;
  private boolean over;

  /**
   * Begins with all of them still deciding.
   *
   * @param worker closes them: their code is asked to end, which may take a moment
   * @param unloaded told when nothing of the jar is in use any more
   */
  Retirement(
      PluginJar jar,
      List<LoadedStrategy> strategies,
      Executor worker,
      Consumer<Retirement> unloaded) {
    this.jar = jar;
    this.inside = new ArrayList<>(strategies);
    this.worker = worker;
    this.unloaded = unloaded;
  }

  /** To be run when the last decision of one of its strategies has returned. */
  Runnable left(LoadedStrategy strategy) {
    return () ->
        soon(() -> {
          strategy.close();
          if (lastOf(strategy)) {
            end();
          }
        });
  }

  /** Ends at once if it has no strategy that runs. */
  void begin() {
    if (isEmpty()) {
      soon(this::end);
    }
  }

  /** Closes everything now, whatever still decides: the runtime ends. Repeatable. */
  void force() {
    List<LoadedStrategy> left;
    synchronized (this) {
      left = List.copyOf(inside);
      inside.clear();
    }
    left.forEach(LoadedStrategy::close);
    end();
  }

  private void soon(Runnable step) {
    try {
      worker.execute(step);
    } catch (RejectedExecutionException e) {
      LOG.debug("The runtime closes what is left jar={}", jar.jar().fileName(), e);
    }
  }

  private synchronized boolean isEmpty() {
    return inside.isEmpty();
  }

  private synchronized boolean lastOf(LoadedStrategy strategy) {
    inside.remove(strategy);
    return inside.isEmpty();
  }

  private void end() {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    jar.close();
    LOG.info("plugin unloaded jar={} digest={}", jar.jar().fileName(), jar.jar().digest().brief());
    unloaded.accept(this);
  }
}
