package dev.orrery.runtime.plugin;

import dev.orrery.api.BoundStrategy;
import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.bytecode.Asked;
import dev.orrery.runtime.bytecode.CodeBase;
import dev.orrery.runtime.bytecode.Finding;
import dev.orrery.runtime.bytecode.Route;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Reads the classes of an archive as its loader would find them: the first of a name, the version
 * for this JVM, and none that the runtime gives.
 */
final class ArchiveCode {
  private static final String CLASS = ".class";
  private static final Asked DECIDE =
      new Asked(
          "decide" + MethodType.methodType(List.class, DecisionContext.class).descriptorString(),
          Set.of(internal(StrategyPlugin.class), internal(BoundStrategy.class)));

  private ArchiveCode() {}

  /**
   * What its code calls outside, from the classes that its service files name.
   *
   * @throws IllegalArgumentException when a class is damaged
   */
  static List<Finding> findings(StrategyArchive archive) throws IOException {
    CodeBase code = of(archive);
    return code.findings(entries(code));
  }

  /**
   * What its code calls outside and keeps, with ways there that begin at {@code decide} if they
   * can.
   *
   * @throws IllegalArgumentException when a class is damaged
   */
  static List<Route> routes(StrategyArchive archive) throws IOException {
    Set<String> own = new HashSet<>();
    CodeBase code = of(archive, own);
    return code.routes(entries(code), DECIDE, own);
  }

  private static List<String> entries(CodeBase code) {
    return Stream.of(StrategyPlugin.class, StrategyFactory.class)
        .flatMap(service -> code.providers(service.getName()).stream())
        .toList();
  }

  private static CodeBase of(StrategyArchive archive) throws IOException {
    return of(archive, new HashSet<>());
  }

  /** The code; adds to {@code own} the classes of those parts that offer strategies. */
  private static CodeBase of(StrategyArchive archive, Set<String> own) throws IOException {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    Map<String, List<String>> services = new LinkedHashMap<>();
    for (ArchivePart part : archive.parts()) {
      Set<String> before = Set.copyOf(classes.keySet());
      boolean offers = false;
      try (JarFile jar =
          new JarFile(part.kept().toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
        for (JarEntry entry : jar.versionedStream().toList()) {
          String name = entry.getName();
          if (name.endsWith(CLASS)) {
            addClass(name.substring(0, name.length() - CLASS.length()), jar, entry, classes);
          } else if (name.startsWith(ServiceFiles.FOLDER) && !entry.isDirectory()) {
            offers |= ServiceFiles.isOne(name);
            services
                .computeIfAbsent(
                    name.substring(ServiceFiles.FOLDER.length()), it -> new ArrayList<>())
                .addAll(ServiceFiles.lines(read(jar, entry)));
          }
        }
      }
      if (offers) {
        classes.keySet().stream().filter(name -> !before.contains(name)).forEach(own::add);
      }
    }
    return new CodeBase(classes, services);
  }

  private static void addClass(
      String name, JarFile jar, JarEntry entry, Map<String, byte[]> classes) throws IOException {
    boolean described = name.endsWith("module-info");
    if (!described && !classes.containsKey(name) && !ApiLoader.offers(name.replace('/', '.'))) {
      classes.put(name, read(jar, entry));
    }
  }

  private static String internal(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private static byte[] read(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}
