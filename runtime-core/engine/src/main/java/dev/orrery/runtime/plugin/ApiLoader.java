package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyPlugin;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a plugin sees of the world around it, the parent of every plugin's loader: the JDK, our
 * API, and the three libraries that its signatures mention. Everything else on the runtime's class
 * path (Jackson, the database driver, PF4J, the runtime) does not exist for a plugin. Thread-safe.
 */
final class ApiLoader extends ClassLoader {
  /** Package of the API; with those below it. */
  static final String API = "dev.orrery.api.";

  private static final Set<String> SLF4J =
      Set.of("org.slf4j", "org.slf4j.event", "org.slf4j.helpers", "org.slf4j.spi");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader runtime = StrategyPlugin.class.getClassLoader();

  ApiLoader() {
    super("orrery-api", ClassLoader.getPlatformClassLoader());
  }

  /**
   * Whether a class is the runtime's own to give, and so never a plugin's. SLF4J is told by
   * package, not by prefix: bindings live below it, and those a plugin may bring.
   */
  static boolean offers(String className) {
    return className.startsWith(API)
        || className.startsWith("jakarta.validation.")
        || className.startsWith("org.jspecify.")
        || SLF4J.contains(className.substring(0, Math.max(0, className.lastIndexOf('.'))));
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (offers(name)) {
      return runtime.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return offersFile(name) ? runtime.getResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return offersFile(name) ? runtime.getResources(name) : Collections.emptyEnumeration();
  }

  private static boolean offersFile(String name) {
    return name.endsWith(".class")
        && offers(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
  }
}
