package dev.orrery.runtime;

import dev.orrery.executor.Reconciler;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.control.Guard;
import dev.orrery.runtime.tick.StrategyUnit;
import dev.orrery.trigger.StrategyTriggers;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A strategy with everything that was opened for it and has to be closed again. */
final class HostedStrategy {
  private static final Logger LOG = LoggerFactory.getLogger(HostedStrategy.class);

  final StrategyUnit unit;
  final Broker broker;
  final Reconciler reconciler;
  final Guard guard;
  final AccountHistory past;
  @Nullable StrategyTriggers triggers;

  HostedStrategy(
      StrategyUnit unit, Broker broker, Reconciler reconciler, Guard guard, AccountHistory past) {
    this.past = past;
    this.unit = unit;
    this.broker = broker;
    this.reconciler = reconciler;
    this.guard = guard;
  }

  /**
   * What people may do to it.
   *
   * @param snapshot writes down how its account stands
   * @param worker flattens it
   */
  Operations operations(
      Supplier<MarketSnapshot> market,
      RuntimeLog log,
      Consumer<StrategyUnit> snapshot,
      Executor worker) {
    return new Operations(
        unit,
        broker,
        reconciler,
        market,
        (level, event, message) ->
            log.event(unit.deployment(), unit.name(), level, event, message, Map.of()),
        snapshot,
        worker);
  }

  /** No firing begins any more. */
  void unbind() {
    StrategyTriggers bound = triggers;
    if (bound != null) {
      bound.close();
    }
  }

  /** After its last decision has returned. What goes wrong keeps nothing else from being closed. */
  void close() {
    closeQuietly(unit.switches()::keep);
    closeQuietly(reconciler);
    closeQuietly(broker);
    closeQuietly(unit.strategy());
  }

  private void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.warn("A strategy did not close whole strategy={}", unit.name(), e);
    }
  }
}
