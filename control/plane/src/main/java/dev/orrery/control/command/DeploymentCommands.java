package dev.orrery.control.command;

import dev.orrery.database.UserWall;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.LaunchTable;
import dev.orrery.deployment.PanicTable;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands for callers. A row is written and its runner woken; whoever cannot wait for a
 * runner is served here: a kill destroys the machine at once, because the runner is presumed dead.
 * Thread-safe.
 */
public final class DeploymentCommands {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentCommands.class);

  private final Commands commands;
  private final DeploymentTable deployments;
  private final LaunchTable launches;
  private final PanicTable panic;
  private final MachineEnd machines;

  /** Over these tables, and whatever ends machines. */
  public DeploymentCommands(
      Commands commands,
      DeploymentTable deployments,
      LaunchTable launches,
      PanicTable panic,
      MachineEnd machines) {
    this.commands = commands;
    this.deployments = deployments;
    this.launches = launches;
    this.panic = panic;
    this.machines = machines;
  }

  /**
   * One deployment's part in a command to all.
   *
   * @param sent null when it was refused
   * @param refusal null when it was sent
   */
  public record Answer(Deployment deployment, @Nullable Command sent, @Nullable String refusal) {}

  /**
   * {@code sendDeploymentCommand}.
   *
   * @param reason null when none was given
   * @return the row; of a kill, as it is after its machine was destroyed
   * @throws ProblemException REFUSED by {@link dev.orrery.deployment.CommandRules}, and for a
   *     deployment that is not the caller's to see
   */
  public Command send(Caller caller, UUID deployment, CommandKind kind, @Nullable String reason) {
    UUID owner = owner(caller, deployment);
    Map<String, String> payload = reason == null ? Map.of() : Map.of("reason", reason);
    Command sent = commands.send(owner, deployment, kind, payload, caller.on(owner));
    if (kind != CommandKind.KILL) {
      return sent;
    }
    UserWall.outside(() -> end(owner, deployment));
    return commands.find(owner, sent.id()).orElse(sent);
  }

  /** The same to all of the caller's own that are not stopped: what is refused is told of each. */
  public List<Answer> sendToAll(Caller caller, CommandKind kind, @Nullable String reason) {
    List<Answer> answers = new ArrayList<>();
    for (Deployment each : deployments.standing(caller.user())) {
      try {
        answers.add(new Answer(each, send(caller, each.id(), kind, reason), null));
      } catch (ProblemException e) {
        answers.add(new Answer(each, null, String.valueOf(e.getMessage())));
      }
    }
    return answers;
  }

  /**
   * Nothing opens anywhere, nothing is deployed, and everything is paused.
   *
   * @return how many pauses were queued
   * @throws ProblemException REFUSED for who is no operator
   */
  public int panic(Caller caller, String reason) {
    requireOperator(caller, "engage");
    return panic.engage(reason, caller.on(caller.user()));
  }

  /**
   * Opens are up to each deployment again; none is resumed.
   *
   * @throws ProblemException REFUSED for who is no operator
   */
  public void clearPanic(Caller caller, String reason) {
    requireOperator(caller, "clear");
    panic.clear(reason, caller.on(caller.user()));
  }

  /** Whatever fails here is done later: what is wanted is durable, and machines are compared. */
  private boolean end(UUID owner, UUID deployment) {
    try {
      if (machines.end(deployment)) {
        launches.gone(owner, deployment);
        return true;
      }
      LOG.warn("killed, its machine is not confirmed gone deployment={}", deployment);
    } catch (RuntimeException e) {
      LOG.warn("killed, its machine could not be destroyed deployment={}", deployment, e);
    }
    return false;
  }

  private UUID owner(Caller caller, UUID deployment) {
    return caller.operator() ? deployments.owner(deployment).orElse(caller.user()) : caller.user();
  }

  private static void requireOperator(Caller caller, String verb) {
    if (!caller.operator()) {
      throw new ProblemException(
          Problem.refused("panic", "is an operator's to " + verb, "pause your own deployments"));
    }
  }
}
