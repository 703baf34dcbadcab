package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.kernel.ArtifactStore;
import dev.orrery.runtime.isolation.AbandonedThreads;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.isolation.PluginOutput;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * From a file to loaded classes: reads it once, judges it before any of its code runs, and asks its
 * strategies what they are. Each jar has a host of its own, so that the same bytes can be loaded
 * again while an older load of them is on its way out. Thread-safe.
 */
final class JarOpener {
  private final ArchiveReader reader;
  private final ArchiveInspector inspector;
  private final Ladder ladder;
  private final AbandonedThreads abandoned;
  private final Lingering lingering;
  private final PluginCalls calls;
  private final TriggerCheck triggers;
  private final ParameterBinding parameters;

  JarOpener(
      ArtifactStore store,
      PluginLimits limits,
      Ladder ladder,
      AbandonedThreads abandoned,
      Lingering lingering,
      TriggerCheck triggers,
      ParameterBinding parameters) {
    this.ladder = ladder;
    this.abandoned = abandoned;
    this.lingering = lingering;
    this.reader = new ArchiveReader(store, limits);
    this.inspector = new ArchiveInspector(limits);
    this.calls = new PluginCalls(limits.callDeadline(), ladder, abandoned);
    this.triggers = triggers;
    this.parameters = parameters;
  }

  /** Knows what plugins print while they are loaded, asked and closed. */
  PluginOutput.Source output() {
    return calls;
  }

  StrategyArchive read(Path file) throws PluginFault {
    return reader.read(file);
  }

  /**
   * Loads an archive.
   *
   * @param others the jars it will be in use beside: it may share neither bytes nor a name with
   *     them
   */
  PluginJar open(StrategyArchive archive, Collection<PluginJar> others) throws PluginFault {
    for (PluginJar other : others) {
      if (other.jar().digest().equals(archive.digest())) {
        throw new PluginFault(
            "is the same file as " + other.jar().fileName(), "remove one of the two");
      }
    }
    ArchiveInspector.Findings findings = inspector.inspect(archive);
    PluginHost host = new PluginHost();
    StrategyClassLoader loader = host.load(archive);
    Unloading unloading =
        new Unloading(host, archive, loader, new LeftThreads(loader, ladder, abandoned), lingering);
    try {
      JarScope scope =
          new JarScope(
              archive.fileName(),
              archive.digest(),
              findings.apiVersion(),
              loader,
              calls,
              triggers,
              parameters);
      Map<String, StrategyProvider> providers = new LinkedHashMap<>();
      for (ServiceFiles.Provider named : findings.providers()) {
        StrategyProvider provider =
            named.service() == StrategyPlugin.class
                ? PluginProvider.load(scope, named)
                : FactoryProvider.load(scope, named);
        claimName(provider, providers, others);
      }
      List<StrategyDescriptor> descriptors =
          providers.values().stream().map(StrategyProvider::descriptor).toList();
      LoadedJar jar =
          new LoadedJar(archive.file(), archive.digest(), findings.apiVersion(), descriptors);
      return new PluginJar(jar, archive, unloading, scope, providers);
    } catch (PluginFault | RuntimeException e) {
      unloading.run();
      throw e;
    }
  }

  private static void claimName(
      StrategyProvider provider, Map<String, StrategyProvider> own, Collection<PluginJar> others)
      throws PluginFault {
    String name = provider.descriptor().name();
    StrategyProvider twin = own.putIfAbsent(name, provider);
    if (twin != null) {
      throw new PluginFault(
          "has two strategies named "
              + name
              + ": "
              + twin.descriptor().providerClass()
              + " and "
              + provider.descriptor().providerClass(),
          "rename one of them");
    }
    for (PluginJar other : others) {
      if (other.strategies().contains(name)) {
        throw new PluginFault(
            "has a strategy named " + name + ", and so has " + other.jar().fileName(),
            "remove one of the jars, or rename the strategy");
      }
    }
  }
}
