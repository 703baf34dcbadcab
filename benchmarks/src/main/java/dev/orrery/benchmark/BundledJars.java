package dev.orrery.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The bundled strategies' jars: the build puts them beside the classes, not on the class path. */
final class BundledJars {
  private BundledJars() {}

  /** The jar of one. */
  static Path of(String strategy) {
    Path classes =
        Path.of(BundledJars.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path folder = classes.resolveSibling("strategies");
    String begin = String.format(Locale.ROOT, "orrery-strategy-%s-", strategy);
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(begin))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + begin + "*.jar in " + folder));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }
}
