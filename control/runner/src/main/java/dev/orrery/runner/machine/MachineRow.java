package dev.orrery.runner.machine;

import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.executor.TradingRight;
import dev.orrery.runner.boot.Lineup;
import dev.orrery.runner.boot.Planned;
import dev.orrery.runner.boot.Roster;
import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one row of a machine. Confined to the thread that boots, but for what says otherwise. */
final class MachineRow implements Roster {
  private static final Logger LOG = LoggerFactory.getLogger("live-runner");

  private final Deployment row;
  private final Lineup lineup;
  private final DeploymentTable table;
  private final long epoch;
  private final UnaryOperator<TradingRight> right;
  private Consumer<Deployment> up = _ -> {};
  private @Nullable String noted;
  private boolean started;

  /**
   * Of a deployment.
   *
   * @param right narrows the host's
   */
  MachineRow(
      Deployment row,
      Lineup lineup,
      DeploymentTable table,
      long epoch,
      UnaryOperator<TradingRight> right) {
    this.row = row;
    this.lineup = lineup;
    this.table = table;
    this.epoch = epoch;
    this.right = right;
  }

  @Override
  public UUID user() {
    return row.userId();
  }

  @Override
  public List<StrategyOptions> begin() {
    Planned plan = lineup.strategies().getFirst();
    LOG.info(
        "live-runner: loaded skill {} version {} from {} (broker={})",
        row.name(),
        row.skillVersion(),
        plan.offered().fileName(),
        row.broker().text());
    return List.of(plan.options(row.id().toString()));
  }

  @Override
  public long epoch(String deployment) {
    return epoch;
  }

  @Override
  public TradingRight right(String deployment, TradingRight host) {
    return right.apply(host);
  }

  @Override
  public List<UUID> ids() {
    return List.of(row.id());
  }

  @Override
  public void whenUp(Consumer<Deployment> task) {
    up = task;
  }

  @Override
  public void follow(StrategyRuntime runtime) {
    if (!started) {
      started = true;
      LOG.info(
          "live-runner: status={}; entering tick loop",
          table.started(row.userId(), row.id()).text());
      up.accept(row);
    }
    String notice = runtime.strategies().getFirst().notice();
    if (!Objects.equals(notice, noted)) {
      table.note(row.userId(), row.id(), notice);
      noted = notice;
    }
  }

  /** Its jar is the version's: nothing comes later. */
  @Override
  public List<StrategyOptions> of(LoadedJar jar, List<StrategyDescriptor> offered) {
    return List.of();
  }
}
