package dev.orrery.cli;

import dev.orrery.runtime.plugin.TestJar;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The bundled strategies as a folder of jars, from the class path of the tests. */
final class BundledPlugins {
  private static final List<String> NAMES =
      List.of("grid", "jump-fade", "sma-cross", "volatility-breakout");

  private BundledPlugins() {}

  /** Puts them into {@code folder}. */
  static void into(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : NAMES) {
      Path built = find(name);
      Path jar = folder.resolve(name + ".jar");
      if (Files.isDirectory(built)) {
        pack(built, jar);
      } else {
        Files.copy(built, jar);
      }
    }
  }

  /** Puts those into {@code folder/more} that do not run unless they are named. */
  static void moreInto(Path folder, Path ta4j) throws IOException {
    Path more = Files.createDirectories(folder.resolve("more"));
    for (String name : List.of("regime", "carry")) {
      Files.copy(packed(name, folder), more.resolve("orrery-strategy-" + name + "-1.jar"));
    }
    Map<String, byte[]> entries = new TreeMap<>();
    entries.put("lib/ta4j-core.jar", Files.readAllBytes(ta4j));
    entries.put("lib/ta4j-rsi.jar", Files.readAllBytes(packed("ta4j-rsi", folder)));
    TestJar.pack(more.resolve("orrery-strategy-ta4j-rsi-1.zip"), entries);
  }

  private static Path packed(String name, Path folder) throws IOException {
    Path built = find(name);
    if (!Files.isDirectory(built)) {
      return built;
    }
    Path jar = folder.resolveSibling(name + ".packed");
    pack(built, jar);
    return jar;
  }

  private static Path find(String name) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry ->
            entry.contains("orrery-strategy-" + name)
                || entry.endsWith("plugins/" + name + "/target/classes"))
        .map(Path::of)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not on the class path: " + name));
  }

  /** The classes of a folder as a jar. */
  static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(each).toString().replace('\\', '/')));
        Files.copy(each, zip);
        zip.closeEntry();
      }
    }
  }
}
