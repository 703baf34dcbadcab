package dev.orrery.runtime.plugin;

import dev.orrery.kernel.ArtifactStore;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Reads a plugin file once and keeps what it holds by digest: a jar as it is, a zip as its
 * libraries and its classes, each a jar. So nothing that is loaded can change or lie outside the
 * store. Thread-safe.
 */
final class ArchiveReader {
  private static final String DAMAGED = "copy or build it again";
  private static final String CLASSES = "classes/";
  private static final String LIBRARIES = "lib/";

  private final ArtifactStore store;
  private final PluginLimits limits;

  ArchiveReader(ArtifactStore store, PluginLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  /** Whether a file is called as a plugin is. */
  static boolean isPlugin(Path file) {
    String name = lowerCaseName(file);
    return (name.endsWith(".jar") || name.endsWith(".zip")) && !name.startsWith(".");
  }

  StrategyArchive read(Path file) throws PluginFault {
    byte[] bytes = bytes(file);
    Sha256 digest = store.put(bytes);
    Path kept = kept(digest);
    try {
      return new StrategyArchive(
          file,
          digest,
          kept,
          isZip(file) ? unpack(kept) : List.of(new ArchivePart("", kept)),
          limits.allowedTo(String.valueOf(file.getFileName())));
    } catch (IOException | IllegalArgumentException e) {
      throw damaged("", e);
    }
  }

  /** What to say of a file that cannot be unpacked. */
  static PluginFault damaged(String label, Exception cause) {
    return new PluginFault(
        (label.isEmpty() ? "is" : label + " in it is")
            + " damaged, or not a jar ("
            + cause.getMessage()
            + ")",
        DAMAGED);
  }

  private byte[] bytes(Path file) throws PluginFault {
    if (!isPlugin(file)) {
      throw new PluginFault("is neither a .jar nor a .zip", "give a jar with a service file");
    }
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      throw new PluginFault("is a link to something that does not exist", "correct or remove it");
    }
    if (!Files.exists(file)) {
      throw new PluginFault("does not exist", "correct the path");
    }
    if (!Files.isRegularFile(file)) {
      throw new PluginFault(
          Files.isDirectory(file) ? "is a folder" : "is not a regular file",
          "put a jar in its place");
    }
    int most = Math.toIntExact(limits.maxFileBytes());
    try (InputStream in = Files.newInputStream(file)) {
      // Its size first: what is refused for it should not take that much memory.
      byte[] bytes = Files.size(file) > most ? null : in.readNBytes(most + 1);
      if (bytes == null || bytes.length > most) {
        throw new PluginFault(
            "is larger than " + most + " bytes", "leave out what it does not need");
      }
      if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
        throw new PluginFault("is not a jar: it does not begin like one", DAMAGED);
      }
      return bytes;
    } catch (IOException e) {
      throw new PluginFault(
          "cannot be read: " + IoFailure.reason(e), "let the runtime's user read it");
    }
  }

  private List<ArchivePart> unpack(Path kept) throws IOException, PluginFault {
    ArchiveBudget budget = new ArchiveBudget(limits);
    Map<String, byte[]> classes = new TreeMap<>();
    Map<String, byte[]> libraries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(kept.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName();
        byte[] content = budget.read(zip, entry);
        if (!entry.isDirectory() && name.startsWith(CLASSES)) {
          classes.put(name.substring(CLASSES.length()), content);
        } else if (name.startsWith(LIBRARIES) && name.endsWith(".jar")) {
          libraries.put(name, content);
        }
      }
    }
    List<ArchivePart> parts = new ArrayList<>();
    if (!classes.isEmpty()) {
      parts.add(new ArchivePart(CLASSES, kept(store.put(jar(classes)))));
    }
    libraries.forEach(
        (name, content) -> parts.add(new ArchivePart(name, kept(store.put(content)))));
    if (parts.isEmpty()) {
      throw new PluginFault(
          "has neither lib/ with jars nor classes/",
          "pack the strategy's jar and what it needs into lib/, or name a plain jar .jar");
    }
    return parts;
  }

  /** The same bytes for the same classes, so that they are kept once. */
  private static byte[] jar(Map<String, byte[]> classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : classes.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(file.getValue());
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private Path kept(Sha256 digest) {
    return store
        .find(digest)
        .orElseThrow(() -> new IllegalStateException("artifact just kept is gone: " + digest));
  }

  private static boolean isZip(Path file) {
    return lowerCaseName(file).endsWith(".zip");
  }

  private static String lowerCaseName(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }
}
