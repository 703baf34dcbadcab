package dev.orrery.runtime.bytecode;

import dev.orrery.runtime.plugin.TestJar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Classes in a loader of their own, each given polls, or left as it is to compare with. */
final class Polled extends ClassLoader implements GatedLoader {
  private final Map<String, byte[]> classes;
  private final boolean polling;
  private final PollGate gate;

  private Polled(Map<String, byte[]> classes, boolean polling) {
    super(ClassLoader.getPlatformClassLoader());
    this.classes = classes;
    this.polling = polling;
    this.gate =
        PollGate.open(
            classes::containsKey,
            (name, bytes) -> defineClass(name, bytes, 0, bytes.length),
            Set.of());
  }

  static Polled of(Map<String, byte[]> classes) {
    return new Polled(classes, true);
  }

  static Polled unchanged(Map<String, byte[]> classes) {
    return new Polled(classes, false);
  }

  /** The classes of one source. */
  static Map<String, byte[]> compiled(String className, String source) {
    return compiled(TestJar.jar().source(className, source));
  }

  /** The classes of a jar that is not built yet. */
  static Map<String, byte[]> compiled(TestJar sources) {
    try {
      Path folder = Files.createTempDirectory("orrery-polled-");
      Path jar = sources.build(folder.resolve("classes.jar"));
      Map<String, byte[]> classes = in(jar);
      Files.delete(jar);
      Files.delete(folder);
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All classes of a jar that this JVM would load, by name. */
  static Map<String, byte[]> in(Path file) throws IOException {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.contains("-") /* package-info, META-INF */) {
          try (InputStream in = jar.getInputStream(entry)) {
            classes.put(name.replaceFirst("\\.class$", "").replace('/', '.'), in.readAllBytes());
          }
        }
      }
    }
    return classes;
  }

  /** The jar in which a library's class is. */
  static Path jarOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  @Override
  public PollGate gate() {
    return gate;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] used = polling ? gate.rewriter().rewrite(bytes) : bytes;
    return defineClass(name, used, 0, used.length);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    byte[] bytes = classes.get(name.replaceFirst("\\.class$", "").replace('/', '.'));
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }
}
