package dev.orrery.cli.image;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A runtime with the modules we need, linked from the JDK that runs us, and what it stands on. */
final class JavaRuntime {
  /** What the distribution uses of the JDK: no windows, no compilers, no tools. */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.compiler",
          "java.instrument",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.scripting",
          "java.security.sasl",
          "java.sql",
          "java.transaction.xa",
          "java.xml",
          "jdk.attach",
          "jdk.crypto.cryptoki",
          "jdk.httpserver",
          "jdk.jfr",
          "jdk.management",
          "jdk.net",
          "jdk.unsupported",
          "jdk.zipfs");

  private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x[0-9a-f]+\\)");

  private JavaRuntime() {}

  /**
   * Links one.
   *
   * @param folder where; must not be there
   * @throws ProblemException when the JDK has no linker
   */
  static void link(Path folder) throws IOException, InterruptedException {
    Path linker = Path.of(System.getProperty("java.home"), "bin", "jlink");
    if (!Files.isExecutable(linker)) {
      throw new ProblemException(
          Problem.refused(
              "this Java", "has no " + linker, "run with a whole JDK: set JAVA_HOME to one"));
    }
    run(
        List.of(
            linker.toString(),
            "--strip-debug",
            "--no-man-pages",
            "--no-header-files",
            "--add-modules",
            String.join(",", MODULES),
            "--output",
            folder.toString()));
  }

  /** The host's libraries that a runtime is linked against, its loader among them. */
  static SortedSet<Path> libraries(Path runtime) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ldd", runtime.resolve("bin/java").toString()));
    try (Stream<Path> files = Files.walk(runtime.resolve("lib"))) {
      files
          .filter(file -> file.toString().endsWith(".so"))
          .sorted()
          .forEach(file -> command.add(file.toString()));
    }
    SortedSet<Path> found = new TreeSet<>();
    for (String line : run(command).lines().toList()) {
      Matcher library = LIBRARY.matcher(line);
      if (library.find()) {
        Path file = Path.of(library.group(1)).normalize();
        if (!file.startsWith(runtime.toAbsolutePath().normalize())) {
          found.add(file);
        }
      }
    }
    if (found.stream().noneMatch(file -> file.toString().contains("ld-linux"))) {
      throw new ProblemException(
          Problem.refused(
              "this host", "has no GNU C library to put into an image", "build it on Linux"));
    }
    return found;
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.getFirst() + " failed: " + said.strip());
    }
    return said;
  }
}
