package dev.orrery.runner.command;

import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandHandler;
import dev.orrery.deployment.CommandResult;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.Operations;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.StrategyStatus;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the commands to one deployment of a runtime. By whom a command may be sent, and in
 * which status, was judged before. Doing one twice is doing it once. Thread-safe.
 */
public final class CommandDesk implements CommandHandler {
  private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final StrategyRuntime runtime;
  private final Deployment deployment;
  private final DeploymentTable table;
  private final DeploymentLatches latches;
  private final Commands commands;
  private final Executor worker;
  private final Consumer<Command> afterwards;

  /**
   * For one deployment.
   *
   * @param worker tells the row when it is flat
   * @param afterwards told of each command that was carried out, once its row says so
   */
  public CommandDesk(
      StrategyRuntime runtime,
      Deployment deployment,
      DeploymentTable table,
      DeploymentLatches latches,
      Commands commands,
      Executor worker,
      Consumer<Command> afterwards) {
    this.afterwards = afterwards;
    this.runtime = runtime;
    this.deployment = deployment;
    this.table = table;
    this.latches = latches;
    this.commands = commands;
    this.worker = worker;
  }

  @Override
  public CommandResult handle(Command command) {
    Operations operations = runtime.operations(deployment.name());
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    switch (command.kind()) {
      case PAUSE -> operations.pause(command.reason());
      case RESUME -> resume(operations);
      case CLEAR_HALT -> operations.clearHalt().ifPresent(why -> facts.put("warning", why));
      case RELEASE -> operations.release();
      case FLATTEN -> {
        operations
            .flatten(command.reason())
            .thenAcceptAsync(flat -> flattened(command, flat), worker);
      }
      case SNAPSHOT -> {
        operations.snapshot();
        facts.put("equityUsd", status().map(now -> now.account().equity()).orElseThrow());
        facts.replaceAll((_, value) -> String.valueOf(value));
        return CommandResult.done(facts);
      }
      case KILL -> {
        operations.stop(command.reason());
        table.move(
            deployment.userId(),
            deployment.id(),
            DeploymentStatus.STOPPED,
            "killed by " + command.actor());
        return CommandResult.done(Map.of("drained", false));
      }
      case STOP -> {
        operations.stop(command.reason());
        latches.requireDurable(deployment.id());
        facts.put("drained", drain());
        table.move(deployment.userId(), deployment.id(), DeploymentStatus.STOPPED, null);
      }
    }
    latches.requireDurable(deployment.id());
    facts.put("state", status().map(StrategyStatus::state).orElse("gone"));
    return CommandResult.done(facts);
  }

  @Override
  public boolean rowIsCurrent() {
    return latches.written(deployment.id());
  }

  @Override
  public void noted(Command command) {
    afterwards.accept(command);
  }

  /** Takes one up again that was stopped, too: the row first, then the switches. */
  private void resume(Operations operations) {
    if (status().map(StrategyStatus::removed).orElse(false)) {
      throw new ProblemException(
          Problem.refused(
              "strategy " + deployment.name(),
              "cannot tick: its jar is gone",
              "put the jar back into the plugins folder; with it, it goes on"));
    }
    boolean stopped =
        table.get(deployment.userId(), deployment.id()).status() == DeploymentStatus.STOPPED;
    if (stopped) {
      table.reopen(deployment.userId(), deployment.id());
    }
    operations.resumeAnyway();
    if (stopped) {
      latches.requireDurable(deployment.id());
      table.started(deployment.userId(), deployment.id());
    }
  }

  private void flattened(Command command, boolean flat) {
    LOG.info("flatten ended strategy={} flat={}", deployment.name(), flat);
    if (flat) {
      commands.completed(command.id(), CommandResult.done(Map.of("flat", true)));
    }
  }

  /** Whether no decision is under way any more. */
  private boolean drain() {
    long end = System.nanoTime() + DRAIN.toNanos();
    while (status().map(StrategyStatus::underWay).orElse(0) > 0) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
    }
    return true;
  }

  private Optional<StrategyStatus> status() {
    return runtime.strategies().stream()
        .filter(each -> each.name().equals(deployment.name()))
        .findFirst();
  }
}
