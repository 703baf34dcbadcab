package dev.orrery.backtest;

import dev.orrery.config.Names;
import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.RefusedJar;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.plugin.TriggerCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jars loaded for one backtest, and which of their strategies is meant. Confined to one thread. */
public final class JarChoice implements AutoCloseable {
  private final Path kept;
  private final PluginLibrary library;

  private JarChoice(Path kept) {
    this.kept = kept;
    this.library =
        new PluginLibrary(
            new FolderArtifactStore(kept, ".jar"),
            PluginLimits.DEFAULT,
            TriggerCheck.schedules(),
            new ConfiguredParameters());
  }

  /**
   * Loads them.
   *
   * @throws ProblemException when a file is not there
   */
  public static JarChoice of(List<Path> jars) {
    for (Path jar : jars) {
      if (!Files.exists(jar)) {
        throw new ProblemException(
            Problem.configuration(
                "jar " + jar, "there is no such file", "build it, or name another"));
      }
    }
    try {
      JarChoice choice = new JarChoice(Files.createTempDirectory("orrery-backtest-"));
      choice.library.addAll(jars);
      return choice;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for plugins", e);
    }
  }

  /** What is loaded; whoever runs on it may close it. */
  public PluginLibrary library() {
    return library;
  }

  /**
   * The one that is named, or the only one there is.
   *
   * @throws ProblemException when there is none, or the jar with it was refused
   */
  public StrategyDescriptor find(@Nullable String name) {
    List<StrategyDescriptor> all = all();
    if (name == null) {
      if (all.size() == 1) {
        return all.getFirst();
      }
      throw all.isEmpty() ? refused(library.refused().stream().findFirst()) : several(all);
    }
    return all.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> missing(name, all));
  }

  private List<StrategyDescriptor> all() {
    return library.jars().stream()
        .map(LoadedJar::strategies)
        .flatMap(List::stream)
        .sorted(Comparator.comparing(StrategyDescriptor::name))
        .toList();
  }

  private ProblemException missing(String name, List<StrategyDescriptor> all) {
    Optional<RefusedJar> with = library.refusedWith(name);
    if (with.isPresent() || all.isEmpty()) {
      return refused(with.or(() -> library.refused().stream().findFirst()));
    }
    List<String> known = all.stream().map(StrategyDescriptor::name).toList();
    return new ProblemException(
        Problem.configuration(
            "strategy " + name, "is in none of the jars", Names.wayOut(name, known)));
  }

  private static ProblemException refused(Optional<RefusedJar> jar) {
    return new ProblemException(
        jar.map(RefusedJar::problem)
            .orElseGet(
                () -> Problem.configuration("the jars", "hold no strategy", "name one that does")));
  }

  private static ProblemException several(List<StrategyDescriptor> all) {
    return new ProblemException(
        Problem.configuration(
            "jar " + all.getFirst().fileName(),
            "holds " + all.size() + " strategies",
            "say which: "
                + String.join(", ", all.stream().map(StrategyDescriptor::name).toList())));
  }

  @Override
  public void close() {
    library.close();
    try (Stream<Path> files = Files.walk(kept)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + kept, e);
    }
  }
}
