package dev.orrery.control.machine.reconcile;

import dev.orrery.control.machine.Creation;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineException.Kind;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds rows against machines, a round at a time, and does what {@link Reconciliation} says. What
 * fails is logged and found again in the next round. Confined to one thread.
 */
public final class Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final MachineProvider provider;
  private final MachineRows rows;
  private final ReconcileLimits limits;
  private final Memory memory;

  /** A reconciler of one control plane's machines. */
  public Reconciler(
      String controlPlane, MachineProvider provider, MachineRows rows, ReconcileLimits limits) {
    this.provider = provider;
    this.rows = rows;
    this.limits = limits;
    this.memory = new Memory(controlPlane, provider);
  }

  /**
   * One round. Answers what was planned, for whoever shows it.
   *
   * @throws MachineException when machines cannot be seen: then nothing is done, and the round does
   *     not count
   */
  public List<Step> round() {
    // Rows first: what is made in between then has no row for a round, and is left alone for one.
    List<WantedMachine> wanted = rows.wanted();
    Seen seen = memory.look(wanted, System.nanoTime());
    List<Step> steps = Reconciliation.plan(wanted, seen, limits);
    for (Step step : steps) {
      try {
        take(step);
      } catch (MachineException e) {
        LOG.warn("a step failed and is tried in the next round step={}", step, e);
      }
    }
    return steps;
  }

  private void take(Step step) {
    switch (step) {
      case Step.Create(UUID deployment, _) -> create(deployment);
      case Step.Note(UUID deployment, MachineId id) ->
          provider.find(id).ifPresent(machine -> rows.placed(deployment, machine));
      case Step.Start(UUID deployment, MachineId id) -> start(deployment, id);
      case Step.Fail(UUID deployment, UUID launch, MachineId id, String cause) ->
          rows.failed(deployment, launch, cause + lastWords(id));
      case Step.Ended(UUID deployment, UUID launch) -> rows.ended(deployment, launch);
      case Step.Destroy(MachineId id, Step.Why why) -> {
        LOG.info("machine is destroyed machine={} why={}", id, why);
        provider.destroy(id);
      }
      case Step.Report(@Nullable MachineId id, Step.Finding finding, String text) ->
          LOG.warn("machine needs a look machine={} finding={} text={}", id, finding, text);
    }
  }

  private void create(UUID deployment) {
    Optional<MachineSpec> spec = rows.spec(deployment);
    if (spec.isEmpty()) {
      return;
    }
    try {
      switch (provider.create(spec.get())) {
        case Creation.Made(Machine machine) -> rows.placed(deployment, machine);
        case Creation.Adopted(Machine machine) -> rows.placed(deployment, machine);
        case Creation.Occupied(Machine other) ->
            LOG.info(
                "an older machine must go first deployment={} other={}", deployment, other.id());
      }
    } catch (MachineException e) {
      if (e.kind() == Kind.TRANSIENT) {
        throw e;
      }
      rows.failed(deployment, spec.get().launch(), String.valueOf(e.getMessage()));
    }
  }

  private void start(UUID deployment, MachineId id) {
    Optional<MachineSpec> spec = rows.spec(deployment);
    if (spec.isPresent()) {
      memory.started(id);
      provider.start(id, spec.get().secrets());
    }
  }

  /** What the program said last, because a runner without a database can tell nobody else. */
  private String lastWords(MachineId id) {
    List<String> lines = new ArrayList<>();
    try {
      lines.addAll(provider.logs(id, 1));
    } catch (MachineException e) {
      LOG.debug("no last words machine={}", id, e);
    }
    return lines.isEmpty() || lines.getLast().isBlank() ? "" : "; last line: " + lines.getLast();
  }
}
