package dev.orrery.control.machine.child;

import dev.orrery.control.machine.MachineSpec;
import dev.orrery.kernel.Secret;
import dev.orrery.kernel.SecretLines;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Starts the script that keeps a program running, in a session and process group of its own ({@code
 * setsid}, where the host has it), with an environment of nothing but what the machine was given.
 */
final class Launcher {
  /** Memory a process may have beside its heap before allocation fails: as much again. */
  private static final int DATA_PER_MEMORY = 2;

  private static final int NICENESS = 5;
  private static final byte[] COMPLETE = "#end\n".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> SCRIPTS = List.of("launch.sh", "run.sh");

  private final Path root;
  private final RunnerPrograms programs;
  private final Duration restartPause;

  Launcher(Path root, RunnerPrograms programs, Duration restartPause) {
    this.root = root;
    this.programs = programs;
    this.restartPause = restartPause;
  }

  /** Puts the scripts where machines find them. */
  void install() throws IOException {
    for (String name : SCRIPTS) {
      try (InputStream script = Launcher.class.getResourceAsStream(name)) {
        Path part = root.resolve(name + ".part");
        Files.copy(Objects.requireNonNull(script, name), part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** Begins one launch of a folder in which nothing runs. */
  void launch(MachineFolder folder, MachineSpec spec, Map<String, Secret> secrets)
      throws IOException {
    List<String> program = programs.command(spec.release(), spec.size());
    folder.clear();
    String ticket = Long.toHexString(System.nanoTime());
    folder.replace("ticket-" + ticket, "");
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(
        List.of(
            "/bin/sh",
            root.resolve("launch.sh").toString(),
            folder.path().toString(),
            ticket,
            Integer.toString(spec.restart().retries()),
            Long.toString(spec.restart().window().toSeconds()),
            Double.toString(restartPause.toMillis() / 1000.0),
            spec.restart().finalCodes().stream()
                .map(code -> Integer.toString(code))
                .collect(Collectors.joining(" ")),
            Long.toString(1024L * DATA_PER_MEMORY * spec.size().memoryMb()),
            Integer.toString(NICENESS)));
    command.addAll(program);
    Process launcher = start(folder, spec, command);
    try (OutputStream in = launcher.getOutputStream()) {
      in.write(SecretLines.write(secrets));
      in.write(COMPLETE);
    }
  }

  private static Process start(MachineFolder folder, MachineSpec spec, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.path().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.put("LANG", "C.UTF-8");
    environment.putAll(spec.environment());
    environment.put(SecretLines.VARIABLE, SecretLines.STANDARD_INPUT);
    environment.put("MACHINE_ID", folder.id().text());
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.path().resolve("launcher.log").toFile()));
    return builder.start();
  }
}
