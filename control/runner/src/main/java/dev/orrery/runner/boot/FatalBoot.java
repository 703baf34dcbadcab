package dev.orrery.runner.boot;

import dev.orrery.database.Database;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.Users;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the rows why a host did not come up, where it got as far as a database: whoever asks
 * there later sees it, though nobody read the process's output. A configuration that is invalid
 * starts nothing, so nothing has failed; and rows that another process hosts are not this one's.
 * Thread-safe.
 */
public final class FatalBoot {
  private static final Logger LOG = LoggerFactory.getLogger(FatalBoot.class);

  /** A host that is up is heard more often. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private volatile Duration silence = SILENCE;
  private volatile @Nullable Database rows;

  /**
   * The database answers.
   *
   * @param embedded whether nobody else can be in it
   */
  public void reached(Database database, boolean embedded) {
    silence = embedded ? Duration.ZERO : SILENCE;
    rows = database;
  }

  /** The start ends with this. */
  public void write(Throwable failure) {
    Database reached = rows;
    if (reached == null || isConfiguration(failure)) {
      return;
    }
    String text = text(failure);
    try {
      int failed = new DeploymentTable(reached).bootFailed(Users.LOCAL, text, silence);
      LOG.info("runner_fatal deployments={} {}", failed, text);
    } catch (JdbiException e) {
      LOG.debug("The rows do not know that the start failed", e);
    }
  }

  private static boolean isConfiguration(Throwable failure) {
    return failure instanceof ProblemException it && it.exit() == ExitCode.CONFIGURATION;
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
