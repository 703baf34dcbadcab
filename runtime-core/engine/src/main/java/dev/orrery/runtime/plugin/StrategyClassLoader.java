package dev.orrery.runtime.plugin;

import dev.orrery.runtime.bytecode.GatedLoader;
import dev.orrery.runtime.bytecode.PollGate;
import dev.orrery.runtime.bytecode.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * The classes of one plugin: its own first, except those that the runtime gives. {@link #findClass}
 * is the one place where bytes of a plugin become a class, and where they are given polls.
 * Thread-safe.
 */
final class StrategyClassLoader extends PluginClassLoader implements GatedLoader {
  /** One jar of the class path, open until the loader is closed. */
  private record Source(JarFile jar, URL url) {}

  private final List<Source> sources = new ArrayList<>();
  private final PollGate gate;
  private final Set<Refusal> allowed;

  /**
   * Opens the class path.
   *
   * @param classPath jars that do not change, first one first
   * @param allowed refused calls that its classes may make
   */
  StrategyClassLoader(
      PluginManager host,
      PluginDescriptor descriptor,
      ClassLoader api,
      List<Path> classPath,
      Set<Refusal> allowed)
      throws IOException {
    super(host, descriptor, api);
    this.allowed = allowed;
    try {
      for (Path path : classPath) {
        JarFile jar =
            new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
        URL url = path.toUri().toURL();
        sources.add(new Source(jar, url));
        addURL(url);
      }
    } catch (IOException e) {
      close();
      throw e;
    }
    gate =
        PollGate.open(
            this::holds, (name, bytes) -> defineClass(name, bytes, 0, bytes.length), allowed);
  }

  @Override
  public PollGate gate() {
    return gate;
  }

  /** Refused calls that its classes may make. */
  Set<Refusal> allowed() {
    return allowed;
  }

  @Override
  protected boolean shouldDelegateToParent(String className) {
    return ApiLoader.offers(className) || super.shouldDelegateToParent(className);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = path(name);
    try {
      for (Source source : sources) {
        JarEntry entry = source.jar().getJarEntry(path);
        if (entry != null) {
          return define(name, source, entry);
        }
      }
    } catch (IOException | IllegalStateException e) {
      throw new ClassNotFoundException(name + " cannot be read, or its plugin was unloaded", e);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  public @Nullable URL findResource(String name) {
    return UncachedResource.of(super.findResource(name));
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    List<URL> found = new ArrayList<>();
    for (URL each : Collections.list(super.findResources(name))) {
      found.add(UncachedResource.of(each));
    }
    return Collections.enumeration(found);
  }

  private Class<?> define(String name, Source source, JarEntry entry) throws IOException {
    byte[] bytes;
    try (InputStream in = source.jar().getInputStream(entry)) {
      bytes = in.readAllBytes();
    }
    int dot = name.lastIndexOf('.');
    if (dot > 0 && getDefinedPackage(name.substring(0, dot)) == null) {
      definePackage(name.substring(0, dot), source);
    }
    byte[] polling;
    try {
      polling = gate.rewriter().rewrite(bytes);
    } catch (IllegalArgumentException e) {
      ClassFormatError error = new ClassFormatError(name + " cannot be held: " + e.getMessage());
      error.initCause(e);
      throw error;
    }
    CodeSource origin = new CodeSource(source.url(), (Certificate @Nullable []) null);
    return defineClass(name, polling, 0, polling.length, origin);
  }

  private boolean holds(String name) {
    return sources.stream().anyMatch(source -> source.jar().getJarEntry(path(name)) != null);
  }

  private static String path(String name) {
    return name.replace('.', '/') + ".class";
  }

  private void definePackage(String name, Source source) throws IOException {
    Manifest manifest = source.jar().getManifest();
    if (manifest != null) {
      definePackage(name, manifest, source.url());
    } else {
      definePackage(name, null, null, null, null, null, null, null);
    }
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Source source : sources) {
      try {
        source.jar().close();
      } catch (IOException e) {
        failure = e;
      }
    }
    super.close();
    if (failure != null) {
      throw failure;
    }
  }
}
