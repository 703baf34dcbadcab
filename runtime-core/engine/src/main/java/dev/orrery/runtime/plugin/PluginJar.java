package dev.orrery.runtime.plugin;

import dev.orrery.api.Trigger;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one jar, loaded: staged, in use, or on its way out while decisions of it still
 * run. Once closed it holds nothing of them. Thread-safe.
 */
public final class PluginJar implements AutoCloseable {
  /** What keeps its classes. */
  private record Open(
      Unloading unloading, JarScope scope, Map<String, StrategyProvider> providers) {}

  private final LoadedJar jar;
  private final StrategyArchive archive;
  private volatile @Nullable Open open;

  PluginJar(
      LoadedJar jar,
      StrategyArchive archive,
      Unloading unloading,
      JarScope scope,
      Map<String, StrategyProvider> providers) {
    this.jar = jar;
    this.archive = archive;
    this.open = new Open(unloading, scope, providers);
  }

  /** What is known of it. */
  public LoadedJar jar() {
    return jar;
  }

  /**
   * A strategy to run, of this very jar. The caller closes it.
   *
   * @throws ProblemException when it has no such strategy, or what is asked for does not fit it:
   *     parameters, triggers, name
   */
  public LoadedStrategy create(StrategyRequest request) {
    Open now = open;
    StrategyProvider provider = now == null ? null : now.providers().get(request.strategy());
    if (now == null || provider == null) {
      throw new ProblemException(
          Problem.refused(
              "plugin " + jar.fileName(),
              now == null ? "is unloaded" : "has no strategy " + request.strategy(),
              ""));
    }
    try {
      check(request.triggers(), now.scope().triggers());
      return provider.create(request);
    } catch (PluginFault e) {
      throw e.misuse(request.boundName());
    }
  }

  /** The names of its strategies. */
  Set<String> strategies() {
    return jar.strategies().stream()
        .map(StrategyDescriptor::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What it declares of one of them. */
  Optional<StrategyDescriptor> find(String strategy) {
    return jar.strategies().stream().filter(each -> each.name().equals(strategy)).findFirst();
  }

  /** The bytes it was loaded from, to load them once more. */
  StrategyArchive archive() {
    return archive;
  }

  /** Unloads it. Strategies made of it are to be closed before. Repeatable. */
  @Override
  public void close() {
    Open now;
    synchronized (this) {
      now = open;
      open = null;
    }
    if (now != null) {
      now.unloading().run();
    }
  }

  boolean isOpen() {
    return open != null;
  }

  private static void check(Optional<List<Trigger>> asked, TriggerCheck check) throws PluginFault {
    if (asked.isPresent() && asked.get().isEmpty()) {
      throw new PluginFault("is given no trigger", "name at least one, or leave triggers out");
    }
    for (Trigger trigger : asked.orElse(List.of())) {
      Optional<String> complaint = check.complaint(trigger);
      if (complaint.isPresent()) {
        throw new PluginFault("is given a trigger that cannot be used: " + complaint.get(), "");
      }
    }
  }
}
