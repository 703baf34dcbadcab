package dev.orrery.database;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs. They refuse to run as root; there they get a user namespace of their
 * own, in which they are nobody in particular while the files stay root's.
 */
final class ServerProgram {
  private static final long TIMEOUT_SECONDS = 120;

  private final Path binaries;
  private final List<String> prefix;

  ServerProgram(Path binaries) {
    this.binaries = binaries;
    this.prefix = prefix();
  }

  /** What a program said and how it ended. */
  record Ended(int code, String output) {}

  /** Starts a program and leaves it alone; its output goes nowhere. */
  Process start(String name, List<String> arguments) throws IOException {
    return builder(name, arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Runs a program to its end, with {@code input} typed in. */
  Ended run(String name, List<String> arguments, String input) throws IOException {
    Process process = builder(name, arguments).start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(name + " did not end within " + TIMEOUT_SECONDS + " s: " + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " ran", e);
    }
    return new Ended(process.exitValue(), output);
  }

  private ProcessBuilder builder(String name, List<String> arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(binaries.resolve("bin").resolve(name).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(variable -> variable.startsWith("PG"));
    environment.put("LC_ALL", "C");
    return builder;
  }

  private static List<String> prefix() {
    if (!System.getProperty("user.name", "").equals("root")) {
      return List.of();
    }
    List<String> unshare = List.of("unshare", "-U");
    try {
      List<String> probe = new ArrayList<>(unshare);
      probe.add("true");
      Process process =
          new ProcessBuilder(probe)
              .redirectErrorStream(true)
              .redirectOutput(new File("/dev/null"))
              .start();
      if (process.waitFor() == 0) {
        return unshare;
      }
    } catch (IOException e) {
      throw asRoot("unshare cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw asRoot("this system allows no user namespaces");
  }

  private static ProblemException asRoot(String cause) {
    return new ProblemException(
        Problem.unreachable(
            "embedded PostgreSQL",
            "does not run as root, and " + cause,
            "run as another user, or use a server of your own"));
  }
}
