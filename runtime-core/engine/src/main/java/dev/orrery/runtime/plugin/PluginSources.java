package dev.orrery.runtime.plugin;

import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which files are plugins, and in which order they are judged: by file name, so always the same.
 */
public final class PluginSources {
  private static final Comparator<Path> BY_NAME =
      Comparator.<Path, String>comparing(file -> String.valueOf(file.getFileName()))
          .thenComparing(Path::toString);

  private PluginSources() {}

  /**
   * Every {@code .jar} and {@code .zip} of a folder; not those below it.
   *
   * @throws ProblemException when there is no such folder, or it cannot be read
   */
  public static List<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ProblemException(
          Problem.configuration(
              "plugins folder " + folder,
              Files.exists(folder) ? "is not a folder" : "does not exist",
              "make it, or name another"));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return sorted(files.filter(ArchiveReader::isPlugin).toList());
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              "plugins folder " + folder,
              "cannot be read: " + IoFailure.reason(e),
              "let the runtime's user read it"),
          e);
    }
  }

  static List<Path> sorted(Collection<Path> files) {
    return files.stream().sorted(BY_NAME).toList();
  }
}
