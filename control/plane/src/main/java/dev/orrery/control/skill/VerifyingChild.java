package dev.orrery.control.skill;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.OneLine;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Verifies a jar in a child process: {@code plugins verify --json} of the distribution, with an
 * empty environment, nothing to read, a folder of its own that is deleted afterwards, and an end.
 * What a jar does when it is loaded, it does there. Let the command keep its temporary files in its
 * folder ({@code -Djava.io.tmpdir=.}), so that they go with it. Thread-safe; one process for each
 * call.
 */
public final class VerifyingChild implements JarVerifier {
  private static final int MOST_OUTPUT = 4 * 1024 * 1024;
  private static final int MOST_TOLD = 512;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<String> command;
  private final Duration deadline;

  /**
   * Runs a command with the jar's path behind it.
   *
   * @param command absolute path of a program, and what comes before the jar
   * @param deadline after which it is killed
   */
  public VerifyingChild(List<String> command, Duration deadline) {
    this.command = List.copyOf(command);
    this.deadline = deadline;
  }

  @Override
  public Verdict verify(String name, byte[] jar) {
    try {
      Path folder = Files.createTempDirectory("orrery-verify");
      try {
        return verify(folder, name, jar);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw failed(name, "cannot be verified: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(name, "cannot be verified: interrupted", e);
    }
  }

  private Verdict verify(Path folder, String name, byte[] jar)
      throws IOException, InterruptedException {
    // Its real name goes into no path: it comes from outside.
    Path file = Files.write(folder.resolve("plugin.jar"), jar);
    Path said = folder.resolve("said");
    Path complained = folder.resolve("complained");
    List<String> all = new ArrayList<>(command);
    all.add(file.toString());
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectOutput(said.toFile())
            .redirectError(complained.toFile());
    builder.environment().clear();
    Process child = builder.start();
    try {
      child.getOutputStream().close();
      if (!child.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Verdict.Refused(
            "does not load within " + deadline.toSeconds() + " s, and was ended");
      }
    } finally {
      end(child);
    }
    int exit = child.exitValue();
    if (exit != ExitCode.DONE.code() && exit != ExitCode.REFUSED.code()) {
      return new Verdict.Refused(
          "ends the process that loads it with exit code " + exit + ": " + lastLine(complained));
    }
    return read(name, text(said));
  }

  private static Verdict read(String name, String said) {
    JsonNode answer;
    try {
      answer = JSON.readTree(said).path(0);
    } catch (JacksonException e) {
      throw failed(name, "cannot be verified: the answer is no JSON", e);
    }
    JsonNode loads = answer.path("loads");
    if (!loads.isBoolean()) {
      throw failed(name, "cannot be verified: the answer says nothing of it", null);
    }
    if (!loads.booleanValue()) {
      String reason = answer.path("refused").asString("refused");
      return new Verdict.Refused(OneLine.of(reason.replace("plugin.jar", name), MOST_TOLD));
    }
    List<String> strategies = new ArrayList<>();
    answer.path("strategies").forEach(each -> strategies.add(each.asString()));
    return strategies.isEmpty()
        ? new Verdict.Refused("offers no strategy")
        : new Verdict.Loads(strategies);
  }

  /** What it has started ends with it. */
  private static void end(Process child) throws InterruptedException {
    child.descendants().forEach(ProcessHandle::destroyForcibly);
    child.destroyForcibly().waitFor();
  }

  private static String lastLine(Path file) throws IOException {
    String last = text(file).lines().reduce("", (before, line) -> line.isBlank() ? before : line);
    return OneLine.of(last, MOST_TOLD);
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static ProblemException failed(String name, String cause, @Nullable Throwable failure) {
    return new ProblemException(new Problem(ExitCode.FAILED, "jar " + name, cause, ""), failure);
  }
}
