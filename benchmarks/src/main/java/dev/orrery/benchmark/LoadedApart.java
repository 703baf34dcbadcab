package dev.orrery.benchmark;

import dev.orrery.runtime.bytecode.GatedLoader;
import dev.orrery.runtime.bytecode.PollGate;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Set;

/**
 * Classes in a loader of their own, with the polls that a plugin's classes are given or as they
 * are. Only those whose name begins as told are; the others come from the class path.
 */
final class LoadedApart extends URLClassLoader implements GatedLoader {
  private final List<String> prefixes;
  private final boolean polls;
  private final PollGate gate;

  LoadedApart(List<URL> from, List<String> prefixes, boolean polls) {
    super(from.toArray(URL[]::new), LoadedApart.class.getClassLoader());
    this.prefixes = prefixes;
    this.polls = polls;
    this.gate =
        PollGate.open(
            name -> false, (name, bytes) -> defineClass(name, bytes, 0, bytes.length), Set.of());
  }

  @Override
  public PollGate gate() {
    return gate;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      return prefixes.stream().anyMatch(name::startsWith)
          ? findClass(name)
          : super.loadClass(name, resolve);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    URL file = findResource(name.replace('.', '/') + ".class");
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    try (var in = file.openStream()) {
      byte[] bytes = in.readAllBytes();
      byte[] used = polls ? gate.rewriter().rewrite(bytes) : bytes;
      return defineClass(name, used, 0, used.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
