package dev.orrery.cli.doctor;

import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.VenueAccount;
import dev.orrery.control.job.CronSecrets;
import dev.orrery.deployment.DeployGates;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Secrets: whether they are there, and whether others can read them. Reads none. */
public final class SecretQuestions {
  private static final List<String> KEPT =
      List.of("daemon.token", "control.token", "postgres/password");
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final RunConfig config;
  private final Map<String, String> environment;

  /** Of what is configured. */
  public SecretQuestions(RunConfig config, Map<String, String> environment) {
    this.config = config;
    this.environment = environment;
  }

  /** All of them. */
  public List<Finding> ask() {
    return List.of(files(), gates());
  }

  private Finding files() {
    List<String> wrong = new ArrayList<>();
    int looked = 0;
    for (String name : KEPT) {
      Path file = config.dataDir().resolve(name);
      if (Files.exists(file)) {
        looked++;
        open(file).ifPresent(wrong::add);
      }
    }
    for (var vault : config.vaults().entrySet()) {
      VenueAccount account = vault.getValue().hyperliquid();
      Path file = account == null ? null : account.agentKeyFile();
      if (file != null) {
        looked++;
        if (Files.isRegularFile(file)) {
          open(file).ifPresent(wrong::add);
        } else {
          wrong.add("the key of vault " + vault.getKey() + " is not there: " + file);
        }
      }
    }
    return wrong.isEmpty()
        ? Finding.good("secrets", looked + " files, none that others can read")
        : Finding.bad(
            "secrets", ExitCode.CONFIGURATION, String.join("; ", wrong), "chmod 600 each of them");
  }

  private static Optional<String> open(Path file) {
    try {
      return Files.getFileStore(file).supportsFileAttributeView("posix")
              && !OWNERS.containsAll(Files.getPosixFilePermissions(file))
          ? Optional.of(file + " can be read by others")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(file + " cannot be looked at: " + IoFailure.cause(e));
    }
  }

  private Finding gates() {
    try {
      DeployGates gates = DeployGates.of(environment);
      boolean cron = !environment.getOrDefault(CronSecrets.CURRENT, "").isBlank();
      return Finding.good(
          "gates",
          "live trading is %s, new deployments are %s, a clock outside %s call jobs"
              .formatted(
                  gates.liveEnabled() ? "on" : "off",
                  gates.deploymentsDisabled() ? "refused" : "taken",
                  cron ? "may" : "may not"));
    } catch (ProblemException e) {
      return Finding.bad("gates", e.exit(), e.problems().getFirst());
    }
  }
}
