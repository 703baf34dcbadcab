package dev.orrery.runner.machine;

import dev.orrery.database.Outage;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the row why a machine did not come up, once there is a database to say it in; before that
 * the process's last line and exit code say it, and whoever started the machine writes them down. A
 * venue or database that does not answer may answer the next time: that is said, and the status
 * stays. Another machine's deployment is left alone. Thread-safe.
 */
final class FatalStart {
  private static final Logger LOG = LoggerFactory.getLogger("live-runner");

  private final UUID deployment;
  private volatile @Nullable MachineTable table;
  private volatile @Nullable Long epoch;

  FatalStart(UUID deployment) {
    this.deployment = deployment;
  }

  /** The database answers. */
  void reached(MachineTable rows) {
    table = rows;
  }

  /** It has the lease. */
  void leased(long under) {
    epoch = under;
  }

  /** The start ends with this. */
  void write(Throwable failure) {
    String text = text(failure);
    ExitCode exit = exit(failure);
    LOG.error("runner_fatal exit={} {}", exit.code(), text);
    MachineTable rows = table;
    if (rows == null || exit == ExitCode.LEASE_HELD) {
      return;
    }
    try {
      rows.fatal(deployment, exit != ExitCode.UNREACHABLE, text, epoch);
    } catch (JdbiException e) {
      LOG.debug("The row does not know that the start failed", e);
    }
  }

  private static ExitCode exit(Throwable failure) {
    return switch (failure) {
      case ProblemException it -> it.exit();
      case CompletionException it when it.getCause() != null -> exit(it.getCause());
      default -> Outage.isBehind(failure) ? ExitCode.UNREACHABLE : ExitCode.FAILED;
    };
  }

  private static String text(Throwable failure) {
    return switch (failure) {
      case ProblemException it ->
          it.problems().stream().map(Problem::line).collect(Collectors.joining("; "));
      case CompletionException it when it.getCause() != null -> text(it.getCause());
      default -> failure.toString();
    };
  }
}
