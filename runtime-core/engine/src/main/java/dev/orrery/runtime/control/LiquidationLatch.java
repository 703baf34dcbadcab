package dev.orrery.runtime.control;

import dev.orrery.executor.AccountListener;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import java.util.concurrent.Executor;

/** Makes the halt that follows our own liquidation stay over restarts. Thread-safe. */
public final class LiquidationLatch implements AccountListener {
  private final Switches switches;
  private final Executor saver;

  /**
   * A latch of one account.
   *
   * @param saver makes the switch durable
   */
  public LiquidationLatch(Switches switches, Executor saver) {
    this.switches = switches;
    this.saver = saver;
  }

  @Override
  public void on(AccountEntry entry) {
    if (entry instanceof AccountEntry.Told told
        && told.event() instanceof BrokerEvent.Liquidated it) {
      String reason = "liquidation: " + it.symbol() + " " + it.detail();
      switches.changeSoon(latches -> latches.withHalted(reason), saver);
    }
  }
}
