package dev.orrery.deployment;

import dev.orrery.database.Database;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to deployments and shows what came of them. Whoever hosts the deployment need not
 * be up: the row waits, and a notification on {@code agent_commands_<id>} wakes it when it is.
 * Thread-safe.
 */
public final class Commands {
  /** How long a command waits that {@link CommandKind#expires}; the others wait for ever. */
  public static final Duration EXPIRY = Duration.ofMinutes(10);

  private final CommandTable table;
  private final CommandQueueTable queue;

  /** Works on this database, with the usual {@link #EXPIRY}. */
  public Commands(Database database) {
    this(database, EXPIRY);
  }

  /** Works on this database. */
  public Commands(Database database, Duration expiry) {
    this.table = new CommandTable(database, expiry);
    this.queue = new CommandQueueTable(database);
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
    return table.send(user, deployment, kind, payload, actor);
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
   * The pause or flatten of the past that still waits to be carried out, unless a resume came after
   * it. For whoever hosts the deployment: nothing may tick while it is there.
   */
  public Optional<Command> waitingPause(UUID user, UUID deployment) {
    return table.waitingPause(user, deployment);
  }

  /**
   * Notes what came of a command that went on after it was acked; facts are added to those of the
   * row. For whoever hosts the deployment.
   */
  public void completed(UUID command, CommandResult result) {
    queue.note(command, result);
  }

  CommandTable table() {
    return table;
  }
}
