package dev.orrery.runner.command;

import dev.orrery.database.Database;
import dev.orrery.deployment.Actor;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.PanicTable;
import dev.orrery.deployment.Users;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes rows of wishes: a panic, or a command as if it had been sent now. Thread-safe. */
public final class WishTable implements ToIntFunction<Wish> {
  private static final Logger LOG = LoggerFactory.getLogger(WishTable.class);

  private final DeploymentTable deployments;
  private final Commands commands;
  private final PanicTable panic;

  /** In one database. */
  public WishTable(DeploymentTable deployments, Commands commands, PanicTable panic) {
    this.deployments = deployments;
    this.commands = commands;
    this.panic = panic;
  }

  /** Puts what a killed process left in its data directory where everybody looks for it. */
  public static void settle(Path dataDir, Database database) {
    Commands commands = new Commands(database);
    try {
      Wishes.in(
              dataDir,
              new WishTable(
                  new DeploymentTable(database), commands, new PanicTable(database, commands)))
          .drain();
    } catch (IOException e) {
      throw new UncheckedIOException("switches in " + dataDir + " cannot be taken away", e);
    }
  }

  /** Writes one; what the rules refuse by now is so already, or moot. */
  @Override
  public int applyAsInt(Wish wish) {
    Actor actor = Actor.owner(wish.actor());
    String strategy = wish.strategy();
    if (strategy == null) {
      int paused = panic.engage(wish.reason(), actor);
      LOG.info("panic is written down pauses={}", paused);
      return paused;
    }
    Optional<Deployment> row = deployments.findByName(Users.LOCAL, strategy);
    if (row.isEmpty()) {
      LOG.warn("A switch is given up, its strategy has no row strategy={}", strategy);
      return 0;
    }
    try {
      Map<String, String> payload = Map.of("reason", wish.reason());
      commands.send(Users.LOCAL, row.get().id(), wish.kind(), payload, actor);
      LOG.info("a switch is written down strategy={} kind={}", strategy, wish.kind().text());
      return 1;
    } catch (ProblemException e) {
      LOG.info("a switch is not needed any more: {}", e.problems().getFirst().line());
      return 0;
    }
  }
}
