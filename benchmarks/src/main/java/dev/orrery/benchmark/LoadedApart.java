package dev.orrery.benchmark;

import dev.orrery.runtime.bytecode.GatedLoader;
import dev.orrery.runtime.bytecode.PollGate;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;

/**
 * Classes in a loader of their own, with the polls that a plugin's classes are given or as they
 * are. Only those whose name begins as told are; the others come from the class path.
 */
final class LoadedApart extends URLClassLoader implements GatedLoader {
  private final String prefix;
  private final boolean polls;
  private final PollGate gate;

  LoadedApart(URL from, String prefix, boolean polls) {
    super(new URL[] {from}, LoadedApart.class.getClassLoader());
    this.prefix = prefix;
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
      return name.startsWith(prefix) ? findClass(name) : super.loadClass(name, resolve);
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
