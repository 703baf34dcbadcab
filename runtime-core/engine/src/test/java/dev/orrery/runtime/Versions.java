package dev.orrery.runtime;

import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.plugin.TestJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Many versions of one jar, compiled once: the same classes, each with another {@code version.txt}
 * that its strategies read when they are made, so that each can say which one decided. Its loaders
 * are counted, and it leaves in threads and caches what plugins leave. Confined to one thread.
 */
final class Versions {
  private static final String LOADERS = "orrery.test.loaders";

  /** Members that read the version and leave traces; {@code version} is there in decide. */
  static final String MEMBERS =
      """
      static final ThreadLocal<Object> LEFT = new ThreadLocal<>();
      static {
        List<java.lang.ref.WeakReference<ClassLoader>> loaders = shared("orrery.test.loaders");
        if (loaders != null) {
          loaders.add(new java.lang.ref.WeakReference<>(Here.class.getClassLoader()));
        }
      }
      static final class Here {}
      final String version = read();
      static String read() {
        try (var in = Here.class.getResource("/version.txt").openStream()) {
          return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
      """;

  private final Map<String, byte[]> entries = new TreeMap<>();

  /** Of the classes of this jar. */
  Versions(Path compiled) {
    try (ZipFile zip = new ZipFile(compiled.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packs a version, over whatever the file was, and gives its digest. */
  Sha256 pack(Path file, int version) {
    Map<String, byte[]> all = new TreeMap<>(entries);
    all.put("version.txt", ("v" + version).getBytes(StandardCharsets.UTF_8));
    try {
      return Sha256.of(Files.readAllBytes(TestJar.pack(file, all)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins to count the loaders of versions that are made from now on. */
  static List<WeakReference<ClassLoader>> countLoaders() {
    List<WeakReference<ClassLoader>> loaders = new CopyOnWriteArrayList<>();
    System.getProperties().put(LOADERS, loaders);
    return loaders;
  }

  static void forgetLoaders() {
    System.getProperties().remove(LOADERS);
  }

  static long alive(List<WeakReference<ClassLoader>> loaders) {
    System.gc();
    return loaders.stream().filter(loader -> loader.get() != null).count();
  }

  /** Handles of this process on files below a folder. */
  static long handles(Path folder) {
    try (var handles = Files.list(Path.of("/proc/self/fd"))) {
      String below = folder.toRealPath().toString();
      return handles.filter(handle -> leadsBelow(handle, below)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean leadsBelow(Path handle, String folder) {
    try {
      return Files.readSymbolicLink(handle).toString().startsWith(folder);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }
}
