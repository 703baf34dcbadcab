package dev.orrery.cli;

import dev.orrery.database.EmbeddedServer;
import dev.orrery.testing.Await;
import dev.orrery.testing.ChildJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code orrery control} in a process of its own, made to be killed; its machines are others. */
final class PlaneProcess implements AutoCloseable {
  static final Duration LONG = Duration.ofMinutes(3);

  private final Process process;
  private final Path out;

  private PlaneProcess(Process process, Path out) {
    this.process = process;
    this.out = out;
  }

  /**
   * Starts one with the bundled jars of a distribution, and waits until it is up, waits itself, or
   * has ended.
   */
  static PlaneProcess start(Path home, Path dataDir, String... flags) throws IOException {
    return start(Map.of(), home, dataDir, flags);
  }

  /** The same with more in its environment. */
  static PlaneProcess start(
      Map<String, String> environment, Path home, Path dataDir, String... flags)
      throws IOException {
    Path out = Files.createTempFile(home, "control", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(
            ChildJvm.command(
                "-Dorrery.home=" + home,
                // Several modules' tests have a configuration, of which it would tell on stdout.
                "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "control",
                "--data-dir",
                dataDir.toString()));
    builder.command().addAll(List.of(flags));
    builder.environment().keySet().removeIf(name -> name.startsWith("ORRERY_"));
    builder.environment().putAll(environment);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
    PlaneProcess started = new PlaneProcess(builder.start(), out);
    Await.until(
        () ->
            started.said().contains("\ntoken ")
                || started.said().contains("waits for the end of ")
                || !started.process.isAlive(),
        LONG);
    return started;
  }

  /** What it has said. */
  String said() {
    try {
      return Files.readString(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a service manager ends it; its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return end();
  }

  /** Its exit code. */
  int end() throws InterruptedException {
    if (!process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("does not end:\n" + said());
    }
    return process.exitValue();
  }

  /** As a power button, of this process alone. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The folders of the machines that are there. */
  static List<Path> machines(Path dataDir) {
    Path root = dataDir.resolve("machines");
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(root)) {
      return all.filter(each -> String.valueOf(each.getFileName()).startsWith("dep-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process of a machine, or of what keeps it; empty before there is one. */
  static Optional<ProcessHandle> process(Path machine, String file) {
    try {
      String text = Files.readString(machine.resolve(file));
      return ProcessHandle.of(Long.parseLong(text.split(" ", 2)[0])).filter(ProcessHandle::isAlive);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Ends what a control plane has left on purpose. */
  static void clean(Path dataDir) {
    for (Path machine : machines(dataDir)) {
      process(machine, "launcher").ifPresent(ProcessHandle::destroyForcibly);
      process(machine, "process").ifPresent(ProcessHandle::destroyForcibly);
    }
    if (EmbeddedServer.attach(dataDir).isPresent()) {
      EmbeddedServer.open(EmbeddedServer.Settings.in(dataDir)).close();
    }
  }
}
