package dev.orrery.runtime;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.SetLeverage;
import dev.orrery.api.market.Instrument;
import dev.orrery.executor.BatchRule;
import dev.orrery.executor.Proposal;
import dev.orrery.executor.SendReport;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderText;
import dev.orrery.executor.risk.RestingOrders;
import dev.orrery.executor.risk.RestingOrders.OverCaps;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketListener;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.tick.StrategyUnit;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds an account that is taken up against its caps, which may have been lowered since: before
 * anything is decided. Leverage settings above {@code maxLeverage} are brought down to it, as any
 * instruction is, through gate and broker; orders that rest and would not be cleared any more are
 * told of and stay. Used by the thread that starts.
 */
final class CapsAtStart {
  private final MarketBoard board;
  private final Timeline timeline;
  private final RuntimeLog log;

  CapsAtStart(MarketBoard board, Timeline timeline, RuntimeLog log) {
    this.board = board;
    this.timeline = timeline;
    this.log = log;
  }

  void hold(StrategyUnit unit) {
    lowerLeverage(unit);
    if (unit.desk().state().working().stream().anyMatch(TrackedOrder::opens)) {
      board.listen(MarketBoard.Phase.FIRINGS, new OnceThereArePrices(unit));
    }
  }

  private void lowerLeverage(StrategyUnit unit) {
    MarketSnapshot market = board.snapshot();
    List<Action> settings = settings(unit, new AccountView(unit.desk().state(), market));
    if (settings.isEmpty()) {
      return;
    }
    Proposal proposal =
        new Proposal(
            "caps:leverage:" + timeline.nowMillis(),
            unit.name(),
            settings,
            BatchRule.EACH,
            unit.limits().caps(),
            market,
            0);
    try {
      told(unit, settings, unit.sender().send(unit.desk().commit(proposal, judgement -> null)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // told to end: the next start does it
    }
  }

  /** A setting for each symbol that may be opened, and stands higher than the cap. */
  private static List<Action> settings(StrategyUnit unit, AccountView account) {
    int cap = unit.limits().caps().maxLeverage().setScale(0, RoundingMode.FLOOR).intValue();
    List<Action> settings = new ArrayList<>();
    for (String symbol : unit.limits().caps().allowedSymbols().stream().sorted().toList()) {
      Instrument instrument = account.market().instrument(symbol);
      LeverageSetting now = account.leverage(symbol);
      if (instrument != null && cap >= 1 && now.leverage() > cap) {
        settings.add(
            new SetLeverage(
                symbol, cap, now.mode(), "from " + now.leverage() + " down to maxLeverage"));
      }
    }
    return settings;
  }

  private void told(StrategyUnit unit, List<Action> settings, SendReport report) {
    String wanted =
        settings.stream()
            .map(SetLeverage.class::cast)
            .map(it -> it.symbol() + " " + it.leverage() + " " + it.reason())
            .collect(Collectors.joining(", "));
    List<String> refusals = new ArrayList<>(report.neverSent().values());
    for (OrderOutcome outcome : report.outcomes()) {
      switch (outcome) {
        case OrderOutcome.Accepted _ -> {}
        case OrderOutcome.Rejected it -> refusals.add(it.venueReason());
        case OrderOutcome.Unresolved it -> refusals.add(it.cause());
      }
    }
    if (refusals.isEmpty()) {
      say(unit, "info", "leverage_set", wanted, Map.of());
    } else {
      say(
          unit,
          "warn",
          "leverage_not_set",
          wanted
              + ": "
              + String.join("; ", refusals)
              + "; opens are held to maxLeverage all the same, the next start tries again",
          Map.of());
    }
  }

  private void say(
      StrategyUnit unit, String level, String event, String message, Map<String, Object> data) {
    log.event(unit.deployment(), unit.name(), level, event, message, data);
  }

  /** Caps are parts of equity: judged with the first event after which all symbols have a mark. */
  private final class OnceThereArePrices implements MarketListener {
    private final StrategyUnit unit;

    OnceThereArePrices(StrategyUnit unit) {
      this.unit = unit;
    }

    @Override
    public void onMarket(MarketEvent event, MarketSnapshot now) {
      boolean priced =
          unit.desk().state().working().stream()
              .noneMatch(order -> Double.isNaN(now.mark(order.spec().symbol())));
      if (priced) {
        board.forget(this);
        tell(RestingOrders.overCaps(unit.limits().caps(), unit.desk().view(now)));
      }
    }

    private void tell(List<OverCaps> over) {
      if (over.isEmpty()) {
        return;
      }
      String orders =
          over.stream()
              .map(each -> OrderText.of(each.order()) + " (" + each.denied().text() + ")")
              .collect(Collectors.joining(", "));
      say(
          unit,
          "warn",
          "orders_over_caps",
          "resting although over the caps of now: "
              + orders
              + "; orrery flatten "
              + unit.name()
              + " cancels them and closes the position, or raise the caps and start again",
          Map.of(
              "cloids",
              over.stream()
                  .map(each -> each.order().id().value())
                  .collect(Collectors.joining(" "))));
    }
  }
}
