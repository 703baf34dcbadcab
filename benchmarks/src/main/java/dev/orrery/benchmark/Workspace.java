package dev.orrery.benchmark;

import static java.util.stream.Collectors.joining;

import dev.orrery.benchmark.strategy.CrossoverFactory;
import dev.orrery.benchmark.strategy.Mean;
import dev.orrery.benchmark.strategy.OneOrder;
import dev.orrery.benchmark.strategy.ThreeReadsFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** A folder for one benchmark, gone at its end: the generated market and the plugin jar. */
final class Workspace implements AutoCloseable {
  private static final String PACKAGE = "dev/orrery/benchmark/strategy/";
  private static final List<String> CLASSES =
      List.of(
          "Crossover",
          "CrossoverFactory",
          "CrossoverParameters",
          "Mean",
          "OneOrder",
          "ThreeReads",
          "ThreeReadsFactory",
          "ThreeReadsParameters");
  private static final Map<String, List<Class<?>>> SERVICES =
      Map.of(
          "dev.orrery.api.StrategyPlugin", List.of(Mean.class, OneOrder.class),
          "dev.orrery.api.StrategyFactory",
              List.of(CrossoverFactory.class, ThreeReadsFactory.class));

  private final Path folder;

  Workspace() {
    try {
      folder = Files.createTempDirectory("orrery-benchmark-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder", e);
    }
  }

  /** A file or folder in it. */
  Path path(String name) {
    return folder.resolve(name);
  }

  /** These candles as a file. */
  Path market(GenerateBars bars) {
    Path file = path("bars.csv");
    bars.write(file);
    return file;
  }

  /** The jar of all strategies to measure with, packed from the class path. */
  Path jar() {
    Path jar = path("benchmark-strategies.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(new Attributes.Name("Orrery-Api-Version"), "1.0");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (String name : CLASSES) {
        entry(out, PACKAGE + name + ".class", bytes(name));
      }
      for (Map.Entry<String, List<Class<?>>> service : SERVICES.entrySet()) {
        String names = service.getValue().stream().map(Class::getName).collect(joining("\n"));
        byte[] bytes = names.getBytes(StandardCharsets.UTF_8);
        entry(out, "META-INF/services/" + service.getKey(), bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot pack " + jar, e);
    }
    return jar;
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private static void entry(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = Mean.class.getResourceAsStream(name + ".class")) {
      if (in == null) {
        throw new IllegalStateException("no class file of " + name);
      }
      return in.readAllBytes();
    }
  }
}
