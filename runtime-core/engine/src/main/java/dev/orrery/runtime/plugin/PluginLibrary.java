package dev.orrery.runtime.plugin;

import dev.orrery.kernel.ArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.isolation.AbandonedThreads;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.isolation.PluginOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every plugin jar of a runtime: those in use and those refused. A jar is used as a whole or not at
 * all, and one that is refused costs nobody else anything.
 *
 * <p>While a runtime runs, a jar comes in two steps: it is {@link #stage staged}, which judges it
 * beside those in use, and then {@link #use used} or {@link #refuse(PluginJar, Problem) refused}.
 *
 * <p>Thread-safe. Jars are judged one at a time, which may take as long as their constructors do;
 * nobody waits for that who asks for what is there.
 */
public final class PluginLibrary implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PluginLibrary.class);

  private final AbandonedThreads abandoned = new AbandonedThreads();
  private final Lingering lingering = new Lingering();
  private final JarOpener opener;
  private final AtomicReference<PluginOutput.@Nullable Installed> output = new AtomicReference<>();
  private final Object judging = new Object();

  /** Those in use, in the order they were added; replaced with each change. */
  private volatile List<PluginJar> jars = List.of();

  /** By file; guarded by itself. */
  private final Map<Path, RefusedJar> refused = new LinkedHashMap<>();

  /** All that were opened and not closed since, in use or not; guarded by itself. */
  private final List<PluginJar> open = new ArrayList<>();

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
    this(store, limits, Ladder.STANDARD, triggers, parameters);
  }

  /**
   * The same, with its own steps for calls that do not end.
   *
   * @param ladder its budget is that of decisions, and not held against these calls
   */
  public PluginLibrary(
      ArtifactStore store,
      PluginLimits limits,
      Ladder ladder,
      TriggerCheck triggers,
      ParameterBinding parameters) {
    this.opener = new JarOpener(store, limits, ladder, abandoned, lingering, triggers, parameters);
  }

  /** Until its end: what plugins print while they are loaded, asked and closed goes to our log. */
  public void routeOutput() {
    PluginOutput.Installed installed = PluginOutput.install(opener.output());
    if (!output.compareAndSet(null, installed)) {
      installed.close();
    }
  }

  /** Adds files in the order of their names, so that of two with one strategy the first is used. */
  public void addAll(Collection<Path> files) {
    PluginSources.sorted(files).forEach(this::add);
  }

  /**
   * Adds one file: to {@link #jars} or, with the cause, to {@link #refused}. Never throws for it.
   */
  public void add(Path file) {
    synchronized (judging) {
      try {
        use(stage(file, null), null);
      } catch (ProblemException e) {
        log.warn("plugin refused: {}", e.problems().getFirst().line());
      }
    }
  }

  /**
   * Judges and loads a file that is not in use yet; the caller has it used or refused.
   *
   * @param leaving the jar whose place it takes; null for none
   * @throws ProblemException when it cannot be used; it is among the {@link #refused} then
   */
  public PluginJar stage(Path file, @Nullable LoadedJar leaving) {
    synchronized (judging) {
      StrategyArchive archive = null;
      try {
        archive = read(file);
        PluginJar staged = open(archive, leaving);
        synchronized (open) {
          open.removeIf(jar -> !jar.isOpen());
          open.add(staged);
        }
        return staged;
      } catch (PluginFault e) {
        Problem problem = e.refusal(String.valueOf(file.getFileName()));
        Set<String> names = archive == null ? Set.of() : DeclaredNames.in(archive);
        refused(new RefusedJar(file, problem, names));
        throw new ProblemException(problem);
      }
    }
  }

  private StrategyArchive read(Path file) throws PluginFault {
    try {
      return opener.read(file);
    } catch (OutOfMemoryError e) {
      throw tooLarge(); // what it took is free again
    }
  }

  private PluginJar open(StrategyArchive archive, @Nullable LoadedJar leaving) throws PluginFault {
    List<PluginJar> others = new ArrayList<>(jars);
    others.removeIf(other -> other.jar().equals(leaving));
    try {
      return opener.open(archive, others);
    } catch (OutOfMemoryError e) {
      throw tooLarge();
    }
  }

  private static PluginFault tooLarge() {
    return new PluginFault(
        "takes more memory to look at than there is",
        "leave out what it does not need, or give the process a larger heap");
  }

  /**
   * Puts a staged jar to use, in the place of another.
   *
   * @param leaving null when it takes nobody's place
   * @return the jar that left, to be closed after its last decision; null for none
   */
  public @Nullable PluginJar use(PluginJar staged, @Nullable LoadedJar leaving) {
    synchronized (judging) {
      List<PluginJar> next = new ArrayList<>(jars);
      PluginJar left = null;
      int place = leaving == null ? -1 : place(leaving);
      if (place < 0) {
        next.add(staged);
      } else {
        left = next.set(place, staged);
      }
      jars = List.copyOf(next);
      forget(staged.jar().file());
      log.info(
          "plugin loaded jar={} digest={} strategies={}",
          staged.jar().fileName(),
          staged.jar().digest().brief(),
          staged.strategies());
      return left;
    }
  }

  /** Unloads a staged jar that cannot be used, for a cause found outside. */
  public void refuse(PluginJar staged, Problem problem) {
    refused(new RefusedJar(staged.jar().file(), problem, Set.copyOf(staged.strategies())));
    staged.close();
  }

  /**
   * Takes a jar out of use again, for a cause found outside: its account is taken. Strategies made
   * of it are to be closed before.
   */
  public void refuse(LoadedJar jar, Problem problem) {
    refuse(remove(jar), problem);
    log.warn("plugin refused: {}", problem.line());
  }

  /**
   * Takes a jar out of use; the caller closes it after its last decision.
   *
   * @throws IllegalArgumentException when it is not in use
   */
  public PluginJar remove(LoadedJar jar) {
    synchronized (judging) {
      int place = place(jar);
      if (place < 0) {
        throw new IllegalArgumentException("not in use: " + jar.fileName());
      }
      List<PluginJar> next = new ArrayList<>(jars);
      PluginJar left = next.remove(place);
      jars = List.copyOf(next);
      return left;
    }
  }

  /** Says in the words of whoever knows more why a file was refused. */
  public void reword(Path file, Problem problem) {
    synchronized (refused) {
      refused.computeIfPresent(file, (_, jar) -> new RefusedJar(file, problem, jar.strategies()));
    }
  }

  /** Forgets that a file was refused: it is gone, or is what is in use already. */
  public void forget(Path file) {
    synchronized (refused) {
      refused.remove(file);
    }
  }

  /** The jars in use, in the order they were added. */
  public List<LoadedJar> jars() {
    return jars.stream().map(PluginJar::jar).toList();
  }

  /** The jars refused, in the order they were refused. */
  public List<RefusedJar> refused() {
    synchronized (refused) {
      return List.copyOf(refused.values());
    }
  }

  /** Every strategy that can be used. */
  public List<StrategyDescriptor> strategies() {
    return jars().stream().flatMap(jar -> jar.strategies().stream()).toList();
  }

  /** A strategy by its declared name. */
  public Optional<StrategyDescriptor> find(String strategy) {
    return holder(strategy).flatMap(jar -> jar.find(strategy));
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
    return awake(holder(request.strategy()).orElseThrow(() -> unknown(request.strategy())))
        .create(request);
  }

  /**
   * Lets go of the classes of a jar that stays in use: the next {@link #create} of one of its
   * strategies loads them again. Strategies made of it are to be closed before.
   */
  public void rest(Sha256 jar) {
    jars.stream().filter(each -> each.jar().digest().equals(jar)).forEach(PluginJar::close);
  }

  /** Threads that do not leave the code of these plugins, whoever they entered it for. */
  public AbandonedThreads abandoned() {
    return abandoned;
  }

  /**
   * Jars that were unloaded but whose classes stay, because threads they started do not end: a line
   * each that names jar and threads.
   */
  public List<String> lingering() {
    return lingering.lines();
  }

  /** Class loaders not yet closed: one for each jar in use, staged, or on its way out. */
  int loadersOpen() {
    synchronized (open) {
      open.removeIf(jar -> !jar.isOpen());
      return open.size();
    }
  }

  /** Unloads every jar. Strategies made of them are to be closed before. */
  @Override
  public void close() {
    jars = List.of();
    List<PluginJar> all;
    synchronized (open) {
      all = List.copyOf(open);
      open.clear();
    }
    all.forEach(PluginJar::close);
    PluginOutput.Installed installed = output.getAndSet(null);
    if (installed != null) {
      installed.close();
    }
  }

  /** The same jar with its classes. */
  private PluginJar awake(PluginJar jar) {
    if (jar.isOpen()) {
      return jar;
    }
    synchronized (judging) {
      int place = jars.indexOf(jar);
      if (place < 0) {
        return jar; // it has left meanwhile, and says that it is unloaded
      }
      List<PluginJar> others = new ArrayList<>(jars);
      others.remove(jar);
      try {
        PluginJar again = opener.open(jar.archive(), others);
        List<PluginJar> next = new ArrayList<>(jars);
        next.set(place, again);
        jars = List.copyOf(next);
        synchronized (open) {
          open.add(again);
        }
        return again;
      } catch (PluginFault e) {
        throw new ProblemException(e.refusal(jar.jar().fileName()));
      }
    }
  }

  private void refused(RefusedJar jar) {
    synchronized (refused) {
      refused.remove(jar.file());
      refused.put(jar.file(), jar);
    }
  }

  private int place(LoadedJar jar) {
    for (int i = 0; i < jars.size(); i++) {
      if (jars.get(i).jar().equals(jar)) {
        return i;
      }
    }
    return -1;
  }

  private Optional<PluginJar> holder(String strategy) {
    return jars.stream().filter(jar -> jar.strategies().contains(strategy)).findFirst();
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
