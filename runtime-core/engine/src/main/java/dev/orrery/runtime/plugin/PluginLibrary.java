package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.kernel.ArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every plugin jar of a runtime: those in use and those refused. A jar is used as a whole or not at
 * all, and one that is refused costs nobody else anything.
 *
 * <p>Thread-safe: one lock, held while a jar is judged, which may take as long as its constructors
 * do; {@link #create} does not hold it while it asks the plugin.
 */
public final class PluginLibrary implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PluginLibrary.class);

  /** A jar in use. */
  private record Entry(
      LoadedJar jar, StrategyArchive archive, Map<String, StrategyProvider> providers) {}

  private final PluginHost host = new PluginHost();
  private final ArchiveReader reader;
  private final ArchiveInspector inspector;
  private final PluginCalls calls;
  private final TriggerCheck triggers;
  private final ParameterBinding parameters;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<RefusedJar> refused = new ArrayList<>();

  /**
   * An empty library.
   *
   * @param store keeps what is loaded
   * @param triggers judges declared triggers
   * @param parameters binds parameters to records
   */
  public PluginLibrary(
      ArtifactStore store,
      PluginLimits limits,
      TriggerCheck triggers,
      ParameterBinding parameters) {
    this.reader = new ArchiveReader(store, limits);
    this.inspector = new ArchiveInspector(limits);
    this.calls = new PluginCalls(limits.callDeadline());
    this.triggers = triggers;
    this.parameters = parameters;
  }

  /** Adds files in the order of their names, so that of two with one strategy the first is used. */
  public synchronized void addAll(Collection<Path> files) {
    PluginSources.sorted(files).forEach(this::add);
  }

  /**
   * Adds one file: to {@link #jars} or, with the cause, to {@link #refused}. Never throws for it.
   */
  public synchronized void add(Path file) {
    StrategyArchive archive = null;
    try {
      archive = reader.read(file);
      Entry entry = load(archive);
      entries.put(archive.digest().hex(), entry);
      log.info(
          "plugin loaded jar={} digest={} strategies={}",
          archive.fileName(),
          archive.digest().brief(),
          entry.providers().keySet());
    } catch (PluginFault e) {
      Problem problem = e.refusal(String.valueOf(file.getFileName()));
      Set<String> names = archive == null ? Set.of() : DeclaredNames.in(archive);
      refused.add(new RefusedJar(file, problem, names));
      log.warn("plugin refused: {}", problem.line());
    }
  }

  /**
   * Takes a jar out of use again, for a cause found outside: its account is taken. Strategies made
   * of it are to be closed before.
   */
  public synchronized void refuse(LoadedJar jar, Problem problem) {
    Entry entry = entries.remove(jar.digest().hex());
    if (entry == null) {
      throw new IllegalArgumentException("not in use: " + jar.fileName());
    }
    host.unload(entry.archive());
    refused.add(new RefusedJar(jar.file(), problem, Set.copyOf(entry.providers().keySet())));
    log.warn("plugin refused: {}", problem.line());
  }

  /** The jars in use, in the order they were added. */
  public synchronized List<LoadedJar> jars() {
    return entries.values().stream().map(Entry::jar).toList();
  }

  /** The jars refused, in the order they were added. */
  public synchronized List<RefusedJar> refused() {
    return List.copyOf(refused);
  }

  /** Every strategy that can be used. */
  public List<StrategyDescriptor> strategies() {
    return jars().stream().flatMap(jar -> jar.strategies().stream()).toList();
  }

  /** A strategy by its declared name. */
  public Optional<StrategyDescriptor> find(String strategy) {
    return provider(strategy).map(StrategyProvider::descriptor);
  }

  /** The refused jar that a strategy which cannot be found would have been in. */
  public Optional<RefusedJar> refusedWith(String strategy) {
    return refused().stream().filter(jar -> jar.mayHold(strategy)).findFirst();
  }

  /**
   * A strategy to run. The caller closes it.
   *
   * @throws ProblemException when there is no such strategy, or what is asked for does not fit it:
   *     parameters, triggers, name
   */
  public LoadedStrategy create(StrategyRequest request) {
    StrategyProvider provider =
        provider(request.strategy()).orElseThrow(() -> unknown(request.strategy()));
    try {
      checkTriggers(request);
      return provider.create(request);
    } catch (PluginFault e) {
      throw e.misuse(request.boundName());
    }
  }

  /** Threads that are still in plugin code which did not return in time. */
  public int abandonedThreads() {
    return calls.abandonedThreads();
  }

  /** Class loaders not yet closed: one for each jar in use. */
  synchronized int loadersOpen() {
    return host.loaded();
  }

  /** Unloads every jar. Strategies made of them are to be closed before. */
  @Override
  public synchronized void close() {
    entries.values().forEach(entry -> host.unload(entry.archive()));
    entries.clear();
  }

  private Entry load(StrategyArchive archive) throws PluginFault {
    Entry twin = entries.get(archive.digest().hex());
    if (twin != null) {
      throw new PluginFault(
          "is the same file as " + twin.jar().fileName(), "remove one of the two");
    }
    ArchiveInspector.Findings findings = inspector.inspect(archive);
    StrategyClassLoader loader = host.load(archive);
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
        claimName(provider, providers);
      }
      List<StrategyDescriptor> descriptors =
          providers.values().stream().map(StrategyProvider::descriptor).toList();
      LoadedJar jar =
          new LoadedJar(archive.file(), archive.digest(), findings.apiVersion(), descriptors);
      return new Entry(jar, archive, providers);
    } catch (PluginFault | RuntimeException e) {
      host.unload(archive);
      throw e;
    }
  }

  private void claimName(StrategyProvider provider, Map<String, StrategyProvider> own)
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
    for (Entry other : entries.values()) {
      if (other.providers().containsKey(name)) {
        throw new PluginFault(
            "has a strategy named " + name + ", and so has " + other.jar().fileName(),
            "remove one of the jars, or rename the strategy");
      }
    }
  }

  private synchronized Optional<StrategyProvider> provider(String strategy) {
    return entries.values().stream()
        .flatMap(entry -> Stream.ofNullable(entry.providers().get(strategy)))
        .findFirst();
  }

  private void checkTriggers(StrategyRequest request) throws PluginFault {
    List<Trigger> asked = request.triggers().orElse(List.of());
    if (request.triggers().isPresent() && asked.isEmpty()) {
      throw new PluginFault("is given no trigger", "name at least one, or leave triggers out");
    }
    for (Trigger trigger : asked) {
      Optional<String> complaint = triggers.complaint(trigger);
      if (complaint.isPresent()) {
        throw new PluginFault("is given a trigger that cannot be used: " + complaint.get(), "");
      }
    }
  }

  private ProblemException unknown(String strategy) {
    return new ProblemException(
        refusedWith(strategy)
            .map(jar ->
                Problem.configuration(
                    "strategy " + strategy, "its jar was refused: " + jar.problem().line(), ""))
            .orElseGet(() ->
                Problem.configuration(
                    "strategy " + strategy, "is in no plugin jar", "there are " + known())));
  }

  private String known() {
    String names =
        strategies().stream()
            .map(StrategyDescriptor::name)
            .sorted()
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }
}
