package dev.orrery.backtest.replay;

import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.bytecode.Refusal;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.RefusedJar;
import dev.orrery.runtime.plugin.TriggerCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** One jar, loaded for itself. Nothing is written but copies in a temporary folder. Confined. */
public final class JarLoad implements AutoCloseable {
  private final Path folder;
  private final PluginLibrary library;

  private JarLoad(Path folder, PluginLimits limits) {
    this.folder = folder;
    this.library =
        new PluginLibrary(
            new FolderArtifactStore(folder.resolve("kept"), ".jar"),
            limits,
            TriggerCheck.schedules(),
            new ConfiguredParameters());
    this.library.routeOutput();
  }

  /** A file of somebody's. */
  public static JarLoad of(Path file) {
    if (!Files.exists(file)) {
      throw new ProblemException(
          Problem.configuration(
              "jar " + file, "there is no such file", "build it, or correct the path"));
    }
    return new JarLoad(folder(), PluginLimits.DEFAULT).with(file);
  }

  /** What a runtime has kept under its digest: it was judged before, by rules of its operator. */
  public static JarLoad kept(Path file, String digest) {
    Path folder = folder();
    String name = digest.substring(0, 10) + (isArchive(file) ? ".zip" : ".jar");
    try {
      Path copy = Files.copy(file, folder.resolve(name));
      return new JarLoad(
              folder, PluginLimits.DEFAULT.allowing(Map.of(name, EnumSet.allOf(Refusal.class))))
          .with(copy);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private JarLoad with(Path file) {
    library.addAll(List.of(file));
    if (library.jars().isEmpty()) {
      Problem problem =
          library.refused().stream()
              .map(RefusedJar::problem)
              .findFirst()
              .orElseGet(() -> Problem.refused("jar " + file, "holds no strategy", ""));
      close();
      throw new ProblemException(problem);
    }
    return this;
  }

  /** The library it is alone in. */
  public PluginLibrary library() {
    return library;
  }

  /** What is known of it. */
  public LoadedJar jar() {
    return library.jars().getFirst();
  }

  /** Whether it is a zip that carries jars, which is kept under a name that does not tell. */
  private static boolean isArchive(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream()
          .anyMatch(entry ->
              entry.getName().startsWith("classes/")
                  || (entry.getName().startsWith("lib/") && entry.getName().endsWith(".jar")));
    } catch (IOException e) {
      return false; // whoever loads it says what is wrong
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("orrery-replay-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for plugins", e);
    }
  }

  @Override
  public void close() {
    library.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
