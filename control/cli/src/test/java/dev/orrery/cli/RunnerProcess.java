package dev.orrery.cli;

import dev.orrery.testing.Await;
import dev.orrery.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code orrery runner} in a process of its own, made to be killed. */
final class RunnerProcess implements AutoCloseable {
  static final Duration LONG = Duration.ofMinutes(2);

  private final Process process;
  private final Path err;

  private RunnerProcess(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  /** Starts one in a machine's directory. */
  static RunnerProcess start(Path machine, Map<String, String> environment, String... flags)
      throws IOException {
    Path err = machine.resolveSibling(machine.getFileName() + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(
            ChildJvm.command(
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "runner",
                "--data-dir",
                machine.toString()));
    builder.command().addAll(List.of(flags));
    builder.environment().keySet().removeIf(name -> name.startsWith("ORRERY_"));
    builder.environment().putAll(environment);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(err.toFile()));
    return new RunnerProcess(builder.start(), err);
  }

  /** What it has said. */
  String said() {
    try {
      return Files.exists(err) ? Files.readString(err) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitSaid(String text) {
    Await.until(() -> said().contains(text) || !process.isAlive(), LONG);
    if (!said().contains(text)) {
      throw new AssertionError("did not say '" + text + "' but:\n" + said());
    }
  }

  /** Its exit code. */
  int end() throws InterruptedException {
    if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("does not end:\n" + said());
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As a power button. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
