package dev.orrery.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This very program as a command line, for the processes that it starts: the same Java runtime with
 * the same flags, so that its cache of classes serves them, too.
 *
 * @param flags what comes between the Java runtime and the program
 * @param program how the program is named: {@code -jar FILE}, or its class
 */
record OwnProgram(List<String> flags, List<String> program) {
  private static final String MAIN = Main.class.getName();

  /** Of one process and no other: its heap, its terminal, what it was called by, its training. */
  private static final List<String> ITS_OWN =
      List.of(
          "-Xmx",
          "-Dorrery.terminal",
          "-Dorrery.columns",
          "-Dorrery.command",
          "-Dorrery.rounds",
          "-Dorrery.then",
          "-XX:AOTCacheOutput");

  /** As the system shows how this process was started. */
  static OwnProgram ofProcess() throws IOException {
    byte[] shown = Files.readAllBytes(Path.of("/proc/self/cmdline"));
    String text = new String(shown, StandardCharsets.UTF_8);
    return of(Arrays.asList(text.split("\0", -1)), System.getProperty("java.class.path"));
  }

  /** Of a command line; one that is not this program's, as in a test, is made from a class path. */
  static OwnProgram of(List<String> line, String classPath) {
    int jar = line.indexOf("-jar");
    int main = line.indexOf(MAIN);
    if (jar > 0 && jar + 1 < line.size()) {
      return new OwnProgram(
          shared(line.subList(1, jar)), List.of("-jar", absolute(line.get(jar + 1))));
    }
    return main > 0
        ? new OwnProgram(shared(line.subList(1, main)), List.of(MAIN))
        : new OwnProgram(List.of("-cp", absolutePaths(classPath)), List.of(MAIN));
  }

  private static List<String> shared(List<String> flags) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < flags.size(); i++) {
      String flag = flags.get(i);
      boolean isPath = i > 0 && List.of("-cp", "-classpath").contains(flags.get(i - 1));
      if (ITS_OWN.stream().noneMatch(flag::startsWith)) {
        kept.add(isPath ? absolutePaths(flag) : flag);
      }
    }
    return List.copyOf(kept);
  }

  /** A command line with these flags of its own and these words. */
  List<String> with(List<String> own, String... words) {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(flags);
    all.addAll(own);
    all.addAll(program);
    all.addAll(List.of(words));
    return all;
  }

  /** Whoever starts it has another working directory. */
  private static String absolutePaths(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .map(OwnProgram::absolute)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().toString();
  }
}
