package dev.orrery.database;

import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's programs, unpacked once for each version into a cache shared by all data
 * directories.
 */
final class ServerBinaries {
  private static final Logger LOG = LoggerFactory.getLogger(ServerBinaries.class);

  private ServerBinaries() {}

  /** The folder with {@code bin}, {@code lib} and {@code share}, unpacked if it is not there. */
  static Path in(Path cacheDir) {
    URL archive = archive();
    try {
      Path folder = cacheDir.toAbsolutePath().resolve(folderName(archive));
      if (!Files.isDirectory(folder)) {
        unpack(archive, folder);
      }
      return folder;
    } catch (IOException e) {
      throw new ProblemException(
          Problem.unreachable(
              "PostgreSQL binaries in " + cacheDir,
              "cannot be unpacked: " + IoFailure.cause(e),
              "make the folder writable with 70 MB free"),
          e);
    }
  }

  private static URL archive() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    boolean mac = system.contains("mac");
    boolean arm = machine.equals("aarch64");
    // The archive for Macs holds both kinds in each program.
    String name =
        "/postgres-"
            + (mac ? "darwin" : system)
            + (arm && !mac ? "-arm_64" : "-x86_64")
            + (Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "")
            + ".txz";
    URL found = ServerBinaries.class.getResource(name);
    if (found == null) {
      throw new ProblemException(
          Problem.unreachable(
              "embedded PostgreSQL",
              "there is none for " + system + " on " + machine,
              "use a server of your own"));
    }
    return found;
  }

  /** Names the folder by what is packed, without reading it all: check sum and size in the jar. */
  private static String folderName(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    String mark =
        connection instanceof JarURLConnection jar
            ? Long.toHexString(jar.getJarEntry().getCrc()) + "-" + jar.getJarEntry().getSize()
            : Long.toString(connection.getContentLengthLong());
    return "postgres-" + mark;
  }

  private static void unpack(URL archive, Path folder) throws IOException {
    LOG.info("unpacking PostgreSQL once folder={}", folder);
    Files.createDirectories(folder.getParent());
    Path fresh = Files.createTempDirectory(folder.getParent(), "unpacking-");
    try {
      try (InputStream bytes = new BufferedInputStream(archive.openStream());
          TarArchiveInputStream tar =
              new TarArchiveInputStream(new XZCompressorInputStream(bytes))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          place(tar, entry, fresh);
        }
      }
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) { // else another process was faster, with the same bytes
        throw e;
      }
    } finally {
      deleteTree(fresh);
    }
  }

  private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    Path target = root.resolve(entry.getName()).normalize();
    if (!target.startsWith(root)) {
      throw new IOException("entry leaves the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(parent(target));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, root.resolve(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private static Path parent(Path file) throws IOException {
    @Nullable Path parent = file.getParent();
    if (parent == null) {
      throw new IOException("no folder above " + file);
    }
    return parent;
  }

  /** Removes a folder with all in it; nothing happens when it is not there. */
  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
