package dev.orrery.runtime;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.plugin.PluginJar;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.tick.StrategyUnit;
import dev.orrery.runtime.tick.TickEngine;
import dev.orrery.trigger.TriggerSources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where the jars of a running runtime change: one after the other, each all or
 * nothing.
 *
 * <p>A jar is judged, loaded, and its strategies are made with the parameters in force while the
 * old ones run on. Only when all of that went well is the new version put in place, between two
 * events of the market; from then on firings decide by it. Decisions under way end on the version
 * they began on, and with the last of them the old jar is closed and unloaded. Thread-safe.
 */
final class PluginDesk implements AutoCloseable {
  private static final long LONGEST_WANT_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long BETWEEN_TRIES_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final Logger LOG = LoggerFactory.getLogger(PluginDesk.class);
  private static final long LONGEST_CHANGE_SECONDS = 10;

  private final RuntimeBuilder given;
  private final StrategyRuntime runtime;
  private final PluginLibrary library;
  private final HostedStrategies hosted;
  private final TickEngine engine;
  private final TriggerSources sources;
  private final SwapPoint point;
  private final PluginNews news;
  private final ReentrantLock changing = new ReentrantLock();
  private final Set<Retirement> retirements = ConcurrentHashMap.newKeySet();

  PluginDesk(
      RuntimeBuilder given,
      StrategyRuntime runtime,
      PluginLibrary library,
      HostedStrategies hosted,
      TickEngine engine,
      TriggerSources sources,
      SwapPoint point) {
    this.given = given;
    this.runtime = runtime;
    this.library = library;
    this.hosted = hosted;
    this.engine = engine;
    this.sources = sources;
    this.point = point;
    this.news = new PluginNews(runtime.log(), runtime.facts());
  }

  PluginChange add(Path file) {
    begin();
    try {
      Optional<LoadedJar> present = inUse(file);
      if (present.isPresent()) {
        throw new ProblemException(
            Problem.refused("plugin " + file, "is in use already", "replace it instead"));
      }
      return use(file, null);
    } finally {
      changing.unlock();
    }
  }

  PluginChange replace(Path present, Path next) {
    begin();
    try {
      return use(next, inUse(present).orElseThrow(() -> notInUse(present)));
    } finally {
      changing.unlock();
    }
  }

  PluginChange remove(Path file) {
    begin();
    try {
      LoadedJar leaving = inUse(file).orElseThrow(() -> notInUse(file));
      JarSwap swap = JarSwap.removal(given, runtime, hosted, leaving);
      point.run(() -> {
        Retirement retirement = retirement(library.remove(leaving), swap);
        swap.carryOut(engine, sources, retirement, away(leaving.fileName() + " is gone"));
      });
      library.forget(file);
      return news.removed(leaving, swap);
    } finally {
      changing.unlock();
    }
  }

  /**
   * Lets go of a strategy's code, once its decisions have ended, and of its jar with the last
   * strategy that has code of it; on another thread.
   *
   * @param why told with its firings until it is woken
   * @param done run after that
   */
  void restSoon(String strategy, String why, Runnable done) {
    later(() -> {
      changing.lock();
      try {
        StrategyUnit unit = hosted.get(strategy).unit;
        if (unit.away() == null) {
          LoadedStrategy old = unit.strategy();
          unit.park("quarantined: " + why, () -> later(() -> rested(old, done)));
        }
      } finally {
        changing.unlock();
      }
    });
  }

  /**
   * Loads a strategy's code again where that was let go of.
   *
   * @param before run once it is loaded, before the first firing decides by it
   * @throws ProblemException when it cannot be loaded; nothing has changed then
   */
  void wake(HostedStrategy strategy, Runnable before) {
    changing.lock();
    try {
      if (strategy.unit.away() == null) {
        before.run();
        return;
      }
      LoadedStrategy again = library.create(StrategyHosting.request(strategy.options));
      before.run();
      strategy.unit.replace(again, () -> {});
    } finally {
      changing.unlock();
    }
  }

  private void rested(LoadedStrategy old, Runnable done) {
    Sha256 jar = old.descriptor().jarDigest();
    try {
      old.close();
      boolean last =
          hosted.all().stream()
              .map(each -> each.unit)
              .filter(unit -> unit.away() == null)
              .noneMatch(unit -> unit.strategy().descriptor().jarDigest().equals(jar));
      if (last) {
        library.rest(jar);
      }
      engine.renewThreads();
      LOG.warn("Code was let go of strategy={} jar={}", old.binding().name(), last);
    } finally {
      done.run();
    }
  }

  private void later(Runnable step) {
    try {
      runtime.operations().execute(() -> whenThereIsMemory(step));
    } catch (RejectedExecutionException e) {
      LOG.debug("Too late to let go of code", e);
    }
  }

  /** What gives memory back must not be lost for want of it. */
  private static void whenThereIsMemory(Runnable step) {
    long end = System.nanoTime() + LONGEST_WANT_NANOS;
    while (true) {
      try {
        step.run();
        return;
      } catch (OutOfMemoryError e) {
        if (System.nanoTime() - end >= 0) {
          throw e;
        }
        LockSupport.parkNanos(step, BETWEEN_TRIES_NANOS);
      }
    }
  }

  /** What a person should know of the jars in use, by digest: a newer one was refused. */
  Map<String, String> notices() {
    Map<Path, String> refusals = new HashMap<>();
    library.refused().forEach(jar -> refusals.put(jar.file(), jar.problem().line()));
    Map<String, String> notices = new HashMap<>();
    for (LoadedJar jar : library.jars()) {
      String refusal = refusals.get(jar.file());
      if (refusal != null) {
        notices.put(jar.digest().hex(), refusal);
      }
    }
    return notices;
  }

  /** Waits for the change under way, which gives up: the runtime does not run any more. */
  void stop() {
    try {
      if (changing.tryLock(LONGEST_CHANGE_SECONDS, TimeUnit.SECONDS)) {
        changing.unlock();
      } else {
        LOG.warn("A change of plugins is still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes what was to be closed after its last decision; after that, or whatever still hangs. */
  @Override
  public void close() {
    List.copyOf(retirements).forEach(Retirement::force);
  }

  private void begin() {
    runtime.requireRunning();
    if (!point.isHere()) {
      changing.lock();
    } else if (!changing.tryLock()) {
      // Whoever changes something now waits for this very thread.
      throw new ProblemException(
          Problem.refused("plugins", "are being changed by another thread", "try again"));
    }
    try {
      runtime.requireRunning(); // it may have been closed meanwhile
    } catch (RuntimeException e) {
      changing.unlock();
      throw e;
    }
  }

  private PluginChange use(Path file, @Nullable LoadedJar leaving) {
    PluginJar staged;
    try {
      staged = library.stage(file, leaving);
    } catch (ProblemException e) {
      throw refused(file, leaving, e);
    }
    LoadedJar jar = staged.jar();
    if (leaving != null && leaving.digest().equals(jar.digest()) && leaving.file().equals(file)) {
      staged.close();
      library.forget(file);
      return same(jar);
    }
    JarSwap swap = prepared(staged, leaving);
    try {
      point.run(() -> carryOut(swap, staged, leaving));
    } catch (ProblemException e) {
      swap.undo();
      throw refused(staged, leaving, e);
    }
    if (leaving != null && !leaving.file().equals(file)) {
      library.forget(leaving.file());
    }
    swap.begun().forEach(each -> runtime.started(each.unit));
    return news.used(jar, leaving, swap);
  }

  private JarSwap prepared(PluginJar staged, @Nullable LoadedJar leaving) {
    try {
      return JarSwap.prepare(given, runtime, hosted, staged, leaving);
    } catch (ProblemException e) {
      throw refused(staged, leaving, e);
    } catch (RuntimeException e) {
      LOG.warn("What is kept of strategies cannot be read jar={}", staged.jar().fileName(), e);
      Problem away =
          Problem.unreachable(
              "plugin " + staged.jar().fileName(),
              "what is kept of its strategies cannot be read: " + e,
              "try again when the database is back");
      throw refused(staged, leaving, new ProblemException(away, e));
    }
  }

  private void carryOut(JarSwap swap, PluginJar staged, @Nullable LoadedJar leaving) {
    PluginJar left = library.use(staged, leaving);
    Retirement retirement = left == null ? null : retirement(left, swap);
    String name = staged.jar().fileName();
    swap.carryOut(engine, sources, retirement, away(name + " offers it no more"));
  }

  private Retirement retirement(PluginJar left, JarSwap swap) {
    Retirement retirement =
        new Retirement(left, swap.leaving(), runtime.operations(), this::unloaded);
    retirements.add(retirement);
    return retirement;
  }

  /** What the plugin may have left in threads goes with them. */
  private void unloaded(Retirement retirement) {
    retirements.remove(retirement);
    engine.renewThreads();
  }

  private ProblemException refused(
      PluginJar staged, @Nullable LoadedJar leaving, ProblemException cause) {
    library.refuse(staged, cause.problems().getFirst());
    return refused(staged.jar().file(), leaving, cause);
  }

  private ProblemException refused(Path file, @Nullable LoadedJar leaving, ProblemException cause) {
    Problem problem = problem(String.valueOf(file.getFileName()), leaving, cause);
    library.reword(file, problem);
    List<HostedStrategy> running =
        leaving == null
            ? List.of()
            : leaving.strategies().stream()
                .flatMap(each -> hosted.running(each.name()).stream())
                .filter(each -> each.unit.away() == null)
                .toList();
    news.refused(file, leaving, problem, running);
    return new ProblemException(problem, cause);
  }

  /** One line that names the jar, whatever in it the problem was found in. */
  private static Problem problem(
      String fileName, @Nullable LoadedJar leaving, ProblemException refusal) {
    Problem found = refusal.problems().getFirst();
    int more = refusal.problems().size() - 1;
    String subject = "plugin " + fileName;
    String place = found.subject().equals(subject) ? "" : found.subject() + ": ";
    String others = more == 0 ? "" : ", and " + more + " more";
    String stays = leaving == null ? "" : "; version " + leaving.digest().brief() + " runs on";
    ExitCode exit = found.exit() == ExitCode.UNREACHABLE ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
    return new Problem(exit, subject, place + found.cause() + others + stays, found.wayOut());
  }

  private static PluginChange same(LoadedJar jar) {
    return new PluginChange(
        PluginChange.Kind.SAME,
        jar.file(),
        jar.digest(),
        jar.digest(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        jar.fileName() + " is what is in use");
  }

  private static String away(String cause) {
    return "removed: " + cause;
  }

  private Optional<LoadedJar> inUse(Path file) {
    return library.jars().stream().filter(jar -> jar.file().equals(file)).findFirst();
  }

  private static ProblemException notInUse(Path file) {
    return new ProblemException(
        Problem.refused("plugin " + file, "is not in use", "add it instead"));
  }
}
