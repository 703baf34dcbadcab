package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service files of a plugin, in the syntax of {@link java.util.ServiceLoader}. Read by
 * ourselves, because what is wrong with one is to be said before its classes run. Confined to one
 * thread.
 */
final class ServiceFiles {
  static final String FOLDER = "META-INF/services/";
  private static final String PLUGIN = FOLDER + StrategyPlugin.class.getName();
  private static final String FACTORY = FOLDER + StrategyFactory.class.getName();

  /**
   * A class that a service file names.
   *
   * @param service what it says it is
   */
  record Provider(String className, Class<?> service) {
    /** The file, for a message. */
    String file() {
      return FOLDER + service.getName();
    }
  }

  private final Map<String, Provider> providers = new LinkedHashMap<>();
  private boolean found;

  /** Whether a file of this name is one. */
  static boolean isOne(String name) {
    return name.equals(PLUGIN) || name.equals(FACTORY);
  }

  /** Takes a file of the plugin, if it is one of these. */
  void offer(String name, byte[] content) throws PluginFault {
    if (name.equals(PLUGIN)) {
      read(name, content, StrategyPlugin.class);
    } else if (name.equals(FACTORY)) {
      read(name, content, StrategyFactory.class);
    }
  }

  /** Every class named so far. */
  List<Provider> found() {
    return new ArrayList<>(providers.values());
  }

  /** Every class named, once, in order; at least one. */
  List<Provider> providers() throws PluginFault {
    if (!found) {
      throw new PluginFault(
          "has no service file " + PLUGIN + " or ...StrategyFactory",
          "add one that names its strategy classes, a line each");
    }
    if (providers.isEmpty()) {
      throw new PluginFault(
          "names no class in its service file", "write the strategy class into it");
    }
    return found();
  }

  /** The names in a service file, one a line. */
  static List<String> lines(byte[] content) {
    return new String(content, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").trim())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private void read(String file, byte[] content, Class<?> service) throws PluginFault {
    found = true;
    for (String line : new String(content, StandardCharsets.UTF_8).split("\\R")) {
      String name = line.replaceFirst("#.*", "").trim();
      if (name.startsWith("\uFEFF")) {
        name = name.substring(1);
      }
      if (!name.isEmpty()) {
        if (!name.matches("[\\p{L}_$][\\p{L}\\p{N}_$.]*")) {
          throw new PluginFault(
              "names '" + name + "' in " + file + ", which is no class name",
              "write one class name a line");
        }
        providers.putIfAbsent(name, new Provider(name, service));
      }
    }
  }
}
