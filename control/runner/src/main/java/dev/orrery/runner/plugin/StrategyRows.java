package dev.orrery.runner.plugin;

import dev.orrery.config.run.RunConfig;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.LeaseTable;
import dev.orrery.deployment.LocalDeploymentTable;
import dev.orrery.deployment.Users;
import dev.orrery.executor.TradingRight;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.boot.Lineup;
import dev.orrery.runner.boot.Payloads;
import dev.orrery.runner.boot.Planned;
import dev.orrery.runner.boot.Roster;
import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of what runs, true to the jars: a strategy has its row before it runs, a new version of
 * its skill with each new jar, and is stopped in its row while its jar is away. Stopped, but still
 * wanted: with its jar it is back, with its switches as they are.
 *
 * <p>What runs comes first and its row follows: while the database is away, as often as it takes.
 * Confined to one thread at a time, but for {@link #epoch}.
 */
public final class StrategyRows implements Roster {
  private static final Logger LOG = LoggerFactory.getLogger("live-runner");

  private final Lineup lineup;
  private final LocalDeploymentTable local;
  private final DeploymentTable table;
  private final LeaseTable leases;
  private final BooleanSupplier databaseThere;
  private final String holder = "run pid " + ProcessHandle.current().pid();
  private final Map<String, Planned> planned = new LinkedHashMap<>();
  private final Map<String, Deployment> rows = new LinkedHashMap<>();
  private final Map<String, Long> epochs = new ConcurrentHashMap<>();
  private final Map<String, Standing> written = new HashMap<>();
  private final Set<String> obeyed = new HashSet<>();
  private Consumer<Deployment> up = _ -> {};

  /** What the row of a strategy says of its jar. */
  private record Standing(String jarDigest, boolean removed, @Nullable String notice) {
    static Standing of(StrategyStatus status) {
      return new Standing(status.identity().jarDigest(), status.removed(), status.notice());
    }
  }

  /**
   * Over the deployments of one process; nothing is written yet.
   *
   * @param databaseThere whether it is worth asking the database, without I/O: a jar that changes
   *     does not wait for one that is known to be away
   */
  public StrategyRows(
      Lineup lineup,
      LocalDeploymentTable local,
      DeploymentTable table,
      LeaseTable leases,
      BooleanSupplier databaseThere) {
    this.lineup = lineup;
    this.local = local;
    this.table = table;
    this.leases = leases;
    this.databaseThere = databaseThere;
  }

  @Override
  public UUID user() {
    return Users.LOCAL;
  }

  /** Makes the rows of what the lineup has, and stops those it has not. */
  @Override
  public List<StrategyOptions> begin() {
    List<StrategyOptions> all = new ArrayList<>();
    lineup.strategies().forEach(each -> all.add(row(each)));
    List<String> retired = local.retireAllBut(rows.keySet());
    if (!retired.isEmpty()) {
      LOG.info("No longer configured, stopped: {}", String.join(", ", retired));
    }
    return all;
  }

  @Override
  public long epoch(String deployment) {
    return epochs.getOrDefault(deployment, 0L);
  }

  /** A process alone on its data directory needs no leave. */
  @Override
  public TradingRight right(String deployment, TradingRight host) {
    return host;
  }

  @Override
  public List<UUID> ids() {
    return epochs.keySet().stream().map(UUID::fromString).toList();
  }

  @Override
  public void whenUp(Consumer<Deployment> task) {
    up = task;
  }

  @Override
  public List<StrategyOptions> of(LoadedJar jar, List<StrategyDescriptor> offered) {
    requireThere();
    try {
      return lineup.later(offered).stream().map(this::row).toList();
    } catch (JdbiException e) {
      String cause = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new ProblemException(cannotTakeRows(cause), e);
    }
  }

  private void requireThere() {
    if (!databaseThere.getAsBoolean()) {
      throw new ProblemException(cannotTakeRows("it is away"));
    }
  }

  private static Problem cannotTakeRows(String cause) {
    return Problem.unreachable(
        "the database", "cannot take the rows of its strategies: " + cause, "it is tried again");
  }

  @Override
  public void follow(StrategyRuntime runtime) {
    Map<String, StrategyDescriptor> offered = new HashMap<>();
    runtime
        .plugins()
        .forEach(jar -> jar.strategies().forEach(each -> offered.put(each.name(), each)));
    Set<String> running = new HashSet<>();
    for (StrategyStatus status : runtime.strategies()) {
      running.add(status.name());
      Standing now = Standing.of(status);
      Standing before = written.get(status.name());
      if (!now.equals(before)) {
        if (before != null) {
          requireThere(); // at the start it was asked a moment ago
        }
        follow(status, now, before, offered);
        written.put(status.name(), now);
      }
    }
    withdraw(running);
  }

  private void follow(
      StrategyStatus status,
      Standing now,
      @Nullable Standing before,
      Map<String, StrategyDescriptor> offered) {
    Deployment row = Objects.requireNonNull(rows.get(status.name()), status::name);
    if (now.removed()) {
      table.move(Users.LOCAL, row.id(), DeploymentStatus.STOPPED, now.notice());
      obey(row);
      return;
    }
    Planned plan = Objects.requireNonNull(planned.get(status.name()), status::name);
    StrategyDescriptor present = offered.get(plan.offered().name());
    boolean another = before != null && !before.jarDigest().equals(now.jarDigest());
    if (present != null && before != null && (another || before.removed())) {
      row(plan.offering(present, status.triggers()));
    }
    if (before == null || before.removed()) {
      LOG.info(
          "live-runner: status={}; entering tick loop strategy={}",
          table.started(Users.LOCAL, row.id()).text(),
          status.name());
    }
    obey(row);
    if (now.notice() != null || (before != null && before.notice() != null)) {
      table.note(Users.LOCAL, row.id(), now.notice());
    }
  }

  private void obey(Deployment row) {
    if (obeyed.add(row.name())) {
      up.accept(row);
    }
  }

  /** Rows that were made for newcomers which then could not run. */
  private void withdraw(Set<String> running) {
    for (Deployment row : List.copyOf(rows.values())) {
      if (!running.contains(row.name())) {
        table.move(Users.LOCAL, row.id(), DeploymentStatus.STOPPED, "its jar was refused");
        rows.remove(row.name());
        planned.remove(row.name());
      }
    }
  }

  private StrategyOptions row(Planned plan) {
    RunConfig config = lineup.config().value();
    Deployment row =
        local.ensure(plan.name(), plan.vault(), Payloads.of(plan, config.runtime().tickInterval()));
    String id = row.id().toString();
    if (rows.put(plan.name(), row) == null) {
      LOG.info("live-runner: booting deployment {}", id);
      epochs.put(id, leases.takeOver(row.id(), holder));
    }
    planned.put(plan.name(), plan);
    LOG.info(
        "live-runner: loaded skill {} version {} from {} (broker={})",
        plan.name(),
        row.skillVersion(),
        plan.offered().fileName(),
        lineup.config().value().broker().kind().name().toLowerCase(Locale.ROOT));
    return plan.options(id);
  }
}
