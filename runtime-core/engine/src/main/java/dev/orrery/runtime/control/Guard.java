package dev.orrery.runtime.control;

import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.guard.DailyLossGuard;
import dev.orrery.executor.guard.Trip;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketListener;
import dev.orrery.market.MarketSnapshot;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches one account's loss of the day: with the market, at most once a second of the timeline,
 * when something has happened to the account or it holds a position. Confined to the feed's thread.
 */
public final class Guard implements MarketListener {
  private static final long EVERY_MILLIS = 1_000;

  private final AccountDesk desk;
  private final RiskCaps caps;
  private final Timeline timeline;
  private final Switches switches;
  private final Consumer<Trip> tripped;
  private final Executor saver;
  private long lastLook = Long.MIN_VALUE;
  private @Nullable AccountState lastState;

  /**
   * A guard of one account.
   *
   * @param saver makes the switch durable
   * @param tripped told once each time it trips, after the switch was thrown
   */
  public Guard(
      AccountDesk desk,
      RiskCaps caps,
      Timeline timeline,
      Switches switches,
      Executor saver,
      Consumer<Trip> tripped) {
    this.saver = saver;
    this.desk = desk;
    this.caps = caps;
    this.timeline = timeline;
    this.switches = switches;
    this.tripped = tripped;
  }

  @Override
  public void onMarket(MarketEvent event, MarketSnapshot now) {
    if (event.time() - lastLook < EVERY_MILLIS && lastLook != Long.MIN_VALUE) {
      return;
    }
    lastLook = event.time();
    AccountState state = desk.state();
    if (state != lastState || !state.held().isEmpty()) {
      lastState = state;
      look(now);
    }
  }

  /** Looks now; any thread. */
  public void look(MarketSnapshot now) {
    if (switches.latches().halted() != null) {
      return;
    }
    desk.openDay(now);
    DailyLossGuard.check(caps, desk.view(now), timeline.nowMillis())
        .ifPresent(trip -> {
          halt(trip.reason());
          tripped.accept(trip);
        });
  }

  private void halt(String reason) {
    switches.changeSoon(
        latches -> latches.halted() == null ? latches.withHalted(reason) : latches, saver);
  }
}
