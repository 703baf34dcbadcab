package dev.orrery.deployment;

import dev.orrery.deployment.CostMeter.MonthToDate;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to deployments and shows what came of them. Whoever hosts the deployment need not
 * be up: the row waits, and a notification on {@code agent_commands_<id>} wakes it when it is.
 * Thread-safe.
 */
public final class Commands {
  /** How long a command waits for its deployment; stop and kill wait for ever. */
  public static final Duration EXPIRY = Duration.ofMinutes(10);

  private final Jdbi jdbi;
  private final CommandTable table;
  private final Duration expiry;

  /** Works on this database, with the usual {@link #EXPIRY}. */
  public Commands(Jdbi jdbi) {
    this(jdbi, EXPIRY);
  }

  /** Works on this database. */
  public Commands(Jdbi jdbi, Duration expiry) {
    this.jdbi = jdbi;
    this.table = new CommandTable(jdbi);
    this.expiry = expiry;
  }

  /**
   * Sends a command: row, what is wanted from now on, and notification in one transaction.
   *
   * @param user whose deployment it is
   * @param payload facts for the handler; {@code reason} where there is one
   * @throws ProblemException REFUSED by {@link CommandRules}, or when the user has no such
   *     deployment
   */
  public Command send(
      UUID user,
      UUID deployment,
      CommandKind kind,
      Map<String, ? extends @Nullable Object> payload,
      Actor actor) {
    return jdbi.inTransaction(handle -> {
      Deployment row = DeploymentTable.locked(handle, user, deployment);
      MonthToDate cost = CostMeter.read(handle, user, deployment);
      CommandRules.refusal(kind, row, actor.role(), cost)
          .ifPresent(refusal -> {
            throw new ProblemException(refusal.problem());
          });
      return insert(handle, deployment, kind, payload, actor);
    });
  }

  /** The latest commands to a deployment, the newest first. */
  public List<Command> recent(UUID user, UUID deployment, int limit) {
    return table.recent(user, deployment, limit);
  }

  /** One command: to see whether it is acked, and what came of it. */
  public Optional<Command> find(UUID user, UUID id) {
    return table.find(user, id);
  }

  /**
   * Notes what came of a command that went on after it was acked; facts are added to those of the
   * row. For whoever hosts the deployment.
   */
  public void completed(UUID command, CommandResult result) {
    table.note(command, result);
  }

  Command insert(
      Handle handle,
      UUID deployment,
      CommandKind kind,
      Map<String, ? extends @Nullable Object> payload,
      Actor actor) {
    return CommandTable.insert(handle, deployment, kind, payload, actor, expiry);
  }
}
