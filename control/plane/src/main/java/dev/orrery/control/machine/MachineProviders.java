package dev.orrery.control.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Finds a provider by name. Its jars may lie in {@code lib/NAME} of the distribution, beside the
 * class path: whoever does not ask for it does not pay for it.
 */
public final class MachineProviders {
  private MachineProviders() {}

  /**
   * Opens a provider.
   *
   * @param library the distribution's {@code lib}
   * @param settings by the names of environment variables
   * @throws MachineException when there is none of that name, or its settings are wrong
   */
  public static MachineProvider open(String name, Path library, Map<String, String> settings) {
    ClassLoader loader = loader(library.resolve(name));
    List<String> known = new ArrayList<>();
    for (MachineProviderFactory factory :
        ServiceLoader.load(MachineProviderFactory.class, loader)) {
      if (factory.name().equals(name)) {
        return factory.open(settings);
      }
      known.add(factory.name());
    }
    throw MachineException.permanent(
        "no machines called '" + name + "' in " + library + "; there are " + known);
  }

  /** Lives as long as the process: what it loaded is in use. */
  private static ClassLoader loader(Path folder) {
    ClassLoader own = MachineProviders.class.getClassLoader();
    if (!Files.isDirectory(folder)) {
      return own;
    }
    try (Stream<Path> files = Files.list(folder)) {
      URL[] jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted()
              .map(MachineProviders::url)
              .toArray(URL[]::new);
      return new URLClassLoader("machines-" + folder.getFileName(), jars, own);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar.toString(), e);
    }
  }
}
