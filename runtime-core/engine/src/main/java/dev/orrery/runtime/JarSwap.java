package dev.orrery.runtime;

import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.api.market.Candles;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketBoard;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.plugin.PluginJar;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.plugin.StrategyRequest;
import dev.orrery.runtime.tick.TickEngine;
import dev.orrery.trigger.FiringHistory;
import dev.orrery.trigger.TriggerSources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one change of a jar does to strategies. Everything that can fail is done by {@link
 * #prepare}, on the caller's thread, while the strategies there are run on; {@link #carryOut} only
 * puts in place what was made, between two events of the market. Confined to its maker.
 */
final class JarSwap {
  private final RuntimeBuilder given;
  private final StrategyRuntime runtime;
  private final HostedStrategies hosted;
  private final List<Next> replaced = new ArrayList<>();
  private final List<Next> returned = new ArrayList<>();
  private final List<Newcomer> begun = new ArrayList<>();
  private final List<HostedStrategy> ended = new ArrayList<>();

  /** A strategy that goes on in another version. */
  private record Next(HostedStrategy hosted, LoadedStrategy loaded, FiringHistory before) {}

  /** One that is opened and does not run yet. */
  private record Newcomer(HostedStrategy hosted, FiringHistory before) {}

  private JarSwap(RuntimeBuilder given, StrategyRuntime runtime, HostedStrategies hosted) {
    this.given = given;
    this.runtime = runtime;
    this.hosted = hosted;
  }

  /**
   * Makes everything that a jar brings.
   *
   * @param leaving the jar whose place it takes; null for none
   * @throws ProblemException when one of its strategies cannot run here; nothing is left then
   */
  static JarSwap prepare(
      RuntimeBuilder given,
      StrategyRuntime runtime,
      HostedStrategies hosted,
      PluginJar staged,
      @Nullable LoadedJar leaving) {
    JarSwap swap = new JarSwap(given, runtime, hosted);
    try {
      swap.prepare(staged);
      if (leaving != null) {
        swap.end(leaving, staged);
      }
      return swap;
    } catch (RuntimeException e) {
      swap.undo();
      throw e;
    }
  }

  /** Of a jar that goes and leaves its place empty. */
  static JarSwap removal(
      RuntimeBuilder given, StrategyRuntime runtime, HostedStrategies hosted, LoadedJar leaving) {
    JarSwap swap = new JarSwap(given, runtime, hosted);
    swap.end(leaving, null);
    return swap;
  }

  /** Lets go of what was made. */
  void undo() {
    replaced.forEach(next -> next.loaded().close());
    returned.forEach(next -> next.loaded().close());
    begun.forEach(newcomer -> newcomer.hosted().withdraw(runtime.board()));
  }

  /**
   * Puts it in place.
   *
   * @param retirement of the jar that leaves; null when none does
   * @param why told with firings of strategies that nothing offers any more
   */
  void carryOut(
      TickEngine engine, TriggerSources sources, @Nullable Retirement retirement, String why) {
    replaced.forEach(next -> warm(next.loaded()));
    returned.forEach(next -> warm(next.loaded()));
    begun.forEach(newcomer -> warm(newcomer.hosted().unit.strategy()));
    for (Next next : replaced) {
      LoadedStrategy old = next.hosted().unit.strategy();
      next.hosted().unit.replace(next.loaded(), leaving(retirement, old));
      next.hosted().rebind(next.before());
    }
    for (HostedStrategy each : ended) {
      each.suspend();
      each.unit.park(why, leaving(retirement, each.unit.strategy()));
    }
    for (Next next : returned) {
      next.hosted().unit.replace(next.loaded(), () -> {});
      next.hosted().rebind(next.before());
    }
    for (Newcomer newcomer : begun) {
      hosted.add(newcomer.hosted());
      newcomer.hosted().admit(engine);
      newcomer.hosted().bind(sources, newcomer.before(), engine);
    }
    if (retirement != null) {
      retirement.begin();
    }
  }

  /** What the jar that leaves still decides by. */
  List<LoadedStrategy> leaving() {
    List<LoadedStrategy> leaving = new ArrayList<>();
    replaced.forEach(next -> leaving.add(next.hosted().unit.strategy()));
    ended.forEach(each -> leaving.add(each.unit.strategy()));
    return leaving;
  }

  List<HostedStrategy> replaced() {
    return replaced.stream().map(Next::hosted).toList();
  }

  List<HostedStrategy> returned() {
    return returned.stream().map(Next::hosted).toList();
  }

  List<HostedStrategy> begun() {
    return begun.stream().map(Newcomer::hosted).toList();
  }

  List<HostedStrategy> ended() {
    return ended;
  }

  private static Runnable leaving(@Nullable Retirement retirement, LoadedStrategy old) {
    return retirement == null ? () -> {} : retirement.left(old);
  }

  private void prepare(PluginJar staged) {
    List<StrategyDescriptor> unknown = new ArrayList<>();
    for (StrategyDescriptor offered : staged.jar().strategies()) {
      List<HostedStrategy> running = hosted.running(offered.name());
      if (running.isEmpty()) {
        unknown.add(offered);
      }
      for (HostedStrategy each : running) {
        List<Next> into = each.unit.away() == null ? replaced : returned;
        into.add(next(each, staged));
      }
    }
    if (!unknown.isEmpty()) {
      List<StrategyOptions> wanted = given.newcomers.of(staged.jar(), unknown);
      SwapChecks.places(staged.jar(), unknown, wanted, hosted.all(), given.humanVaults);
      wanted.forEach(options -> begun.add(newcomer(options, staged)));
    }
  }

  private Next next(HostedStrategy running, PluginJar staged) {
    LoadedStrategy loaded = made(staged, StrategyHosting.request(running.options));
    try {
      SwapChecks.sameVault(loaded, running.unit);
      List<Trigger> bound =
          running.unit.away() == null ? running.unit.strategy().binding().triggers() : List.of();
      return new Next(
          running, loaded, new KnownBefore(running.unit, loaded.binding().triggers(), bound));
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  private Newcomer newcomer(StrategyOptions options, PluginJar staged) {
    HostedStrategy opened =
        StrategyHosting.open(given, runtime, request -> made(staged, request), options);
    try {
      opened.takeUp(given.history, runtime.journal());
      List<Trigger> triggers = opened.unit.strategy().binding().triggers();
      return new Newcomer(opened, new KnownBefore(opened.unit, triggers, List.of()));
    } catch (RuntimeException e) {
      opened.withdraw(runtime.board());
      throw e;
    }
  }

  private LoadedStrategy made(PluginJar staged, StrategyRequest request) {
    LoadedStrategy loaded;
    try {
      loaded = staged.create(request);
    } catch (ProblemException e) {
      throw SwapChecks.of(request.boundName(), e);
    }
    try {
      MarketChecks.require(loaded, runtime.board().snapshot());
      return loaded;
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  private void end(LoadedJar leaving, @Nullable PluginJar staged) {
    Set<String> offered = new HashSet<>();
    if (staged != null) {
      staged.jar().strategies().forEach(each -> offered.add(each.name()));
    }
    for (StrategyDescriptor each : leaving.strategies()) {
      if (!offered.contains(each.name())) {
        hosted.running(each.name()).stream()
            .filter(running -> running.unit.away() == null)
            .forEach(ended::add);
      }
    }
  }

  /** Keeps the candles it subscribes to, and fills in what has been. */
  private void warm(LoadedStrategy loaded) {
    MarketBoard board = runtime.board();
    for (Subscription wanted : loaded.subscriptions()) {
      Candles there =
          board.snapshot().candles(wanted.symbol(), wanted.interval(), wanted.history());
      if (there == null || there.size() < wanted.history()) {
        runtime.feed().warm(board, wanted.symbol(), wanted.interval(), wanted.history());
      }
    }
  }
}
