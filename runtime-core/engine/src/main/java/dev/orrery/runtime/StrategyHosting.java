package dev.orrery.runtime;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.Subscription;
import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.OrderSender;
import dev.orrery.executor.Reconciler;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.executor.guard.Trip;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.control.Guard;
import dev.orrery.runtime.control.LiquidationLatch;
import dev.orrery.runtime.control.Switches;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.plugin.StrategyRequest;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.state.StateSpace;
import dev.orrery.runtime.tick.Settlements;
import dev.orrery.runtime.tick.StrategyUnit;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens one strategy: its account first, then everything that stands on it. */
final class StrategyHosting {
  private static final Logger LOG = LoggerFactory.getLogger(StrategyHosting.class);

  private final RuntimeBuilder given;
  private final StrategyRuntime runtime;
  private final StrategyOptions options;
  private final RiskCaps caps;
  private final String deployment;
  private final String name;
  private final String vault;
  private final Timeline timeline;
  private final InstantSource clock;
  private final MarketBoard board;
  private final DecisionJournal journal;
  private final Switches switches;
  private final AccountDesk desk;

  private StrategyHosting(
      RuntimeBuilder given,
      StrategyRuntime runtime,
      StrategyOptions options,
      RiskCaps caps,
      StrategyBinding binding) {
    this.given = given;
    this.runtime = runtime;
    this.options = options;
    this.caps = caps;
    this.deployment = options.deploymentId();
    this.name = binding.name();
    this.vault = binding.vaultId();
    this.timeline = runtime.timeline();
    this.clock = timeline.kind() == Timeline.Kind.SIMULATED ? timeline::now : given.processClock;
    this.board = runtime.board();
    this.journal = runtime.journal();
    this.switches =
        new Switches(deployment, given.latches, journal::health, given.right.apply(deployment));
    this.desk =
        new AccountDesk(
            deployment, journal, timeline, clock, switches, given.executor, given.meters);
  }

  /**
   * Makes the strategy and opens it. Nothing is decided yet.
   *
   * @param plugins makes what is asked for
   * @throws ProblemException when the strategy, its caps or its account are not what they should be
   */
  static HostedStrategy open(
      RuntimeBuilder given,
      StrategyRuntime runtime,
      Function<StrategyRequest, LoadedStrategy> plugins,
      StrategyOptions options) {
    RiskCaps caps = options.caps().orElse(given.defaultCaps);
    if (caps == null) {
      throw new ProblemException(
          Problem.configuration(
              "strategy " + options.name(),
              "has no caps",
              "give it caps of its own, or the runtime default caps"));
    }
    LoadedStrategy loaded = plugins.apply(request(options));
    try {
      MarketChecks.require(loaded, caps, runtime.board().snapshot());
      RuntimeStore.Opened store = given.opened;
      if (store != null) {
        store.take(options.deploymentId(), options.name());
      }
      return new StrategyHosting(given, runtime, options, caps, loaded.binding()).open(loaded);
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  /**
   * Makes the strategy, and lets it go: says what is wrong with it without touching its account.
   *
   * @throws ProblemException as {@link #open}
   */
  static void tryOut(
      RuntimeBuilder given,
      MarketSnapshot market,
      Function<StrategyRequest, LoadedStrategy> plugins,
      StrategyOptions options) {
    LoadedStrategy loaded = plugins.apply(request(options));
    try {
      RiskCaps caps = options.caps().orElse(given.defaultCaps);
      if (caps == null) {
        // Its own were not understood, and are among the problems already.
        MarketChecks.require(loaded, market);
      } else {
        MarketChecks.require(loaded, caps, market);
      }
    } finally {
      loaded.close();
    }
  }

  /** What is asked of a plugin. */
  static StrategyRequest request(StrategyOptions options) {
    return new StrategyRequest(
        options.strategy(),
        Optional.of(options.name()),
        options.vault(),
        options.triggers(),
        options.parameters());
  }

  /** What stays behind knows this object, which must not know the plugin's: that may go. */
  private HostedStrategy open(LoadedStrategy loaded) {
    AccountHistory past = folded(given.journal.history(deployment), desk::restore);
    runtime.costs().takeUp(deployment, given.history, clock.instant());
    // Whoever hears of the account does so before its broker can tell anything.
    Settlements settlements = new Settlements(deployment, name, desk, journal, timeline);
    runtime.log().begin(name);
    desk.alarm(new AlarmLog(deployment, name, runtime.log()));
    desk.listen(settlements);
    desk.listen(
        new AccountTold(deployment, name, desk, board::snapshot, runtime.log(), runtime.facts()));
    desk.listen(new LiquidationLatch(switches, runtime.operations()));
    BrokerFactory factory = factory();
    Broker broker = opened(factory);
    try {
      if (broker.effects() == Broker.Effects.OUTSIDE) {
        runtime
            .log()
            .event(
                deployment,
                name,
                "info",
                "broker_started",
                factory.kind() + " trades on " + vault,
                Map.of("broker", factory.kind(), "vault", vault));
      }
      return over(loaded, broker, settlements, past);
    } catch (RuntimeException | Error e) {
      Closing closing = new Closing();
      if (broker instanceof SimulatedBroker simulated) {
        closing.step(() -> board.forget(simulated));
      }
      closing.step(broker::close);
      closing.suppressedIn(e);
      throw e;
    }
  }

  /** A standing is never needed: one that cannot be read costs time, not the account. */
  private AccountHistory folded(AccountHistory past, Consumer<AccountHistory> fold) {
    try {
      fold.accept(past);
      return past;
    } catch (RuntimeException e) {
      if (!past.isSummedUp()) {
        throw e;
      }
      LOG.warn(
          "A standing of the account cannot be read, all its entries are folded strategy={}",
          name,
          e);
      AccountHistory whole = given.journal.wholeHistory(deployment);
      fold.accept(whole);
      return whole;
    }
  }

  private HostedStrategy over(
      LoadedStrategy loaded, Broker broker, Settlements settlements, AccountHistory read) {
    requireWall(broker);
    AccountHistory past = read;
    if (broker instanceof SimulatedBroker simulated) {
      past = folded(read, simulated::restore);
      board.listen(MarketBoard.Phase.BROKERS, simulated);
    }
    Reconciler reconciler = reconciler(broker);
    StrategyUnit unit = unit(loaded, sender(broker, reconciler), settlements);
    Guard guard = new Guard(desk, caps, timeline, switches, runtime.operations(), this::tripped);
    for (Subscription wanted : loaded.subscriptions()) {
      board.keep(wanted.symbol(), wanted.interval(), wanted.history());
    }
    board.listen(MarketBoard.Phase.FIRINGS, guard);
    return new HostedStrategy(options, unit, broker, reconciler, guard, past);
  }

  /** A venue outside keeps the world's time: prices of another day would be traded on. */
  private void requireWall(Broker broker) {
    if (broker.effects() == Broker.Effects.OUTSIDE && timeline.kind() != Timeline.Kind.WALL) {
      throw new ProblemException(
          Problem.configuration(
              "account " + vault,
              "trades at a venue outside, and the market's timeline is " + timeline.kind(),
              "trade it on a live market, or give a replayed market a paper account"));
    }
  }

  private Broker opened(BrokerFactory factory) {
    try {
      return factory.open(
          new BrokerFactory.Request(
              vault,
              deployment,
              timeline,
              runtime.feed().instruments(),
              board::snapshot,
              desk,
              desk.state().working()));
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ProblemException(
          Problem.configuration("account " + vault, "could not be opened: " + e, ""), e);
    }
  }

  private BrokerFactory factory() {
    BrokerFactory own = given.accounts.get(vault);
    if (own != null) {
      return own;
    }
    if (given.otherAccounts != null) {
      return given.otherAccounts.apply(vault);
    }
    throw new ProblemException(
        Problem.configuration(
            "strategy " + name,
            "trades on account " + vault + ", which does not exist",
            given.accounts.isEmpty()
                ? "give the runtime one: account(\"" + vault + "\", ...)"
                : "there are " + String.join(", ", given.accounts.keySet())));
  }

  private Reconciler reconciler(Broker broker) {
    Executor worker =
        broker.effects() == Broker.Effects.INSIDE ? Runnable::run : runtime.operations();
    return new Reconciler(
        desk,
        broker,
        timeline,
        worker,
        given.executor,
        given.meters,
        new ReconcileLog(deployment, name, runtime.log(), clock));
  }

  private OrderSender sender(Broker broker, Reconciler reconciler) {
    return new OrderSender(
        desk,
        broker,
        journal,
        timeline,
        clock,
        switches,
        given.executor,
        given.meters,
        runtime.operations(),
        reconciler::unresolved);
  }

  private StrategyUnit unit(LoadedStrategy loaded, OrderSender sender, Settlements settlements) {
    StateSpace state =
        new StateSpace(deployment, name, given.history.state(deployment, name), journal, timeline);
    StrategyUnit unit =
        new StrategyUnit(
            deployment,
            loaded,
            desk,
            sender,
            state,
            switches,
            options.model(),
            new StrategyUnit.Limits(
                options.deadline(), options.concurrent(), options.sendsEach(), caps),
            given.history,
            settlements,
            (level, text) -> runtime.log().event(deployment, name, level, "log", text, Map.of()));
    unit.health().judge(given.mostSkips, timeline::nowMillis);
    return unit;
  }

  private void tripped(Trip trip) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("reason", trip.reason());
    runtime.log().event(deployment, name, "warn", trip.code(), trip.reason(), data);
  }
}
