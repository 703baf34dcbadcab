package dev.orrery.deployment;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one deployment's commands one after the other: either stop and kill, or the others.
 * Runs on a virtual thread while there is something to do.
 */
final class CommandStrand {
  private static final Logger LOG = LoggerFactory.getLogger(CommandStrand.class);
  static final int MAX_ATTEMPTS = 3;

  private final Hosted hosted;
  private final boolean urgent;
  private final CommandQueueTable table;
  private final DeploymentTable deployments;
  private final CostTable costs;
  private final AtomicInteger wakes = new AtomicInteger();

  CommandStrand(
      Hosted hosted,
      boolean urgent,
      CommandQueueTable table,
      DeploymentTable deployments,
      CostTable costs) {
    this.hosted = hosted;
    this.urgent = urgent;
    this.table = table;
    this.deployments = deployments;
    this.costs = costs;
  }

  void wake() {
    if (wakes.getAndIncrement() == 0) {
      Thread.ofVirtual().name("commands-" + hosted.deployment().name()).start(this::run);
    }
  }

  private void run() {
    int seen;
    do {
      seen = wakes.get();
      drain();
    } while (!wakes.compareAndSet(seen, 0));
  }

  /** Looks at the rows until nothing waits; what fails is looked at again with the next waking. */
  private void drain() {
    try {
      int expired = urgent ? 0 : table.expire(hosted.deployment().id());
      if (expired > 0) {
        LOG.warn("commands expired strategy={} count={}", hosted.deployment().name(), expired);
      }
      boolean more = true;
      while (more && hosted.open()) {
        Optional<Command> next = table.claim(hosted.deployment().id(), hosted.epoch(), urgent);
        more = next.isPresent() && carryOut(next.get());
      }
    } catch (RuntimeException | Error e) {
      LOG.warn("commands wait strategy={} cause={}", hosted.deployment().name(), e.toString());
    }
  }

  /** False when it waits on and blocks those behind it. */
  private boolean carryOut(Command command) {
    if (!urgent && command.attempt() > MAX_ATTEMPTS) {
      String last = command.error() == null ? "each ended the process" : command.error();
      LOG.error("command given up kind={} id={} cause={}", command.kind(), command.id(), last);
      return table.ack(
          command,
          hosted.epoch(),
          CommandResult.refused("given up after " + MAX_ATTEMPTS + " attempts: " + last));
    }
    boolean current = hosted.handler().rowIsCurrent();
    Optional<CommandRules.Refusal> refusal =
        refusal(command).filter(it -> current || !it.already());
    if (refusal.isPresent()) {
      String line = refusal.get().problem().line();
      return table.ack(
          command,
          hosted.epoch(),
          refusal.get().already()
              ? CommandResult.done(Map.of("note", line))
              : CommandResult.refused(line));
    }
    LOG.info(
        "command kind={} strategy={} actor={} id={}",
        command.kind().text(),
        hosted.deployment().name(),
        command.actor(),
        command.id());
    return urgent ? ackThenAct(command) : actThenAck(command);
  }

  private Optional<CommandRules.Refusal> refusal(Command command) {
    Deployment now = deployments.get(hosted.deployment().userId(), hosted.deployment().id());
    return CommandRules.refusal(
        command.kind(),
        now,
        Actor.Role.OWNER,
        costs.read(hosted.deployment().userId(), hosted.deployment().id()));
  }

  private boolean ackThenAct(Command command) {
    if (!table.ackFirst(command, hosted.epoch())) {
      return false;
    }
    CommandResult result;
    try {
      result = hosted.handler().handle(command);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result = CommandResult.refused("interrupted");
    } catch (Exception e) {
      LOG.error("command failed kind={} id={}", command.kind().text(), command.id(), e);
      result = CommandResult.refused(e.toString());
    }
    table.note(command.id(), result);
    hosted.handler().noted(command);
    return true;
  }

  private boolean actThenAck(Command command) {
    CommandResult result;
    try {
      result = hosted.handler().handle(command);
    } catch (ProblemException e) {
      if (e.exit() == ExitCode.UNREACHABLE) {
        // In force and not durable: that is no refusal. It is done again, which is as doing it
        // once.
        table.failed(command, String.valueOf(e.getMessage()));
        return false;
      }
      result = CommandResult.refused(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception e) {
      LOG.warn(
          "command failed kind={} id={} attempt={}",
          command.kind().text(),
          command.id(),
          command.attempt(),
          e);
      table.failed(command, e.toString());
      return false;
    }
    return table.ack(command, hosted.epoch(), result);
  }
}
