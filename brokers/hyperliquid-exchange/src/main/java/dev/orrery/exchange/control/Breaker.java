package dev.orrery.exchange.control;

import dev.orrery.exchange.desk.Mids;
import dev.orrery.exchange.desk.VenueDesk;
import dev.orrery.exchange.fault.Fault;
import dev.orrery.exchange.fault.Match;
import dev.orrery.exchange.fault.Trouble;
import dev.orrery.exchange.socket.Sockets;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.hyperliquid.Address;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes events happen that faults asked for, one after the other, on a thread of its own. */
public final class Breaker implements Consumer<Fault> {
  private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

  private final VenueDesk desk;
  private final Sockets sockets;
  private final Mids mids;
  private final SavedState state;
  private final Consumer<Boolean> away;
  private final ScheduledExecutorService thread;

  /**
   * Breaks these.
   *
   * @param away closes the doors, and opens them again
   * @param thread what happens, happens on it
   */
  public Breaker(
      VenueDesk desk,
      Sockets sockets,
      Mids mids,
      SavedState state,
      Consumer<Boolean> away,
      ScheduledExecutorService thread) {
    this.desk = desk;
    this.sockets = sockets;
    this.mids = mids;
    this.state = state;
    this.away = away;
    this.thread = thread;
  }

  @Override
  public void accept(Fault fault) {
    thread.execute(() -> tried(fault));
  }

  /** As {@link #accept}, and returns when they have happened. Not for the thread itself. */
  public void await(List<Fault> faults) {
    for (Fault fault : faults) {
      try {
        thread.submit(() -> tried(fault)).get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void tried(Fault fault) {
    try {
      happen(fault);
    } catch (RuntimeException e) {
      LOG.warn("A fault could not happen fault={} cause={}", fault.trouble().word(), e.toString());
    }
  }

  private void happen(Fault fault) {
    Match match = fault.match();
    LOG.info("A fault happens fault={}", fault.trouble());
    switch (fault.trouble()) {
      case Trouble.Drop _ -> sockets.drop(match.user());
      case Trouble.Silence(var lasting) -> sockets.silence(match.user(), lasting);
      case Trouble.StaleMids(var lasting) ->
          desk.change(venue -> mids.hold(venue, needed(match.coin()), lasting));
      case Trouble.Skew(var by) -> desk.clock().skew(by);
      case Trouble.Restart(var down) -> {
        away.accept(true);
        sockets.drop(null);
        byte[] saved = state.save();
        thread.schedule(() -> comeBack(saved), down.toMillis(), TimeUnit.MILLISECONDS);
      }
      case Trouble.RevokeAgent(var agent) -> {
        Address user = needed(match.user());
        desk.change(venue -> venue.control().revokeAgent(user, agent));
      }
      case Trouble.Liquidate _ -> {
        Address user = needed(match.user());
        desk.change(venue -> venue.control().liquidate(user));
      }
      case Trouble.Fund _ -> {
        String only = match.coin();
        desk.change(venue -> {
          List<String> coins =
              only == null
                  ? venue.settings().markets().stream().map(PerpSettings::coin).toList()
                  : List.of(only);
          coins.forEach(venue.control()::fund);
        });
      }
      case Trouble.HoldOracle(var px) -> {
        String coin = needed(match.coin());
        desk.change(venue -> venue.control().holdOracle(coin, px));
      }
      case Trouble.OfRequest _, Trouble.OfMessage _ ->
          throw new IllegalArgumentException(fault.trouble().word() + " does not happen by itself");
    }
  }

  private void comeBack(byte[] saved) {
    try {
      state.load(saved);
    } finally {
      away.accept(false);
    }
  }

  private static <T> T needed(@Nullable T target) {
    return Objects.requireNonNull(target, "a fault without its target was let in");
  }
}
