package dev.orrery.runtime;

import dev.orrery.executor.account.AccountState;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.Sha256;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.tick.StrategyUnit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what became of a jar: once to those who listen, and in the log of each deployment that it
 * concerns. Thread-safe.
 */
final class PluginNews {
  private final RuntimeLog log;
  private final FactStream facts;

  PluginNews(RuntimeLog log, FactStream facts) {
    this.log = log;
    this.facts = facts;
  }

  /** A jar is in use. */
  PluginChange used(LoadedJar jar, @Nullable LoadedJar left, JarSwap swap) {
    List<String> said = new ArrayList<>();
    say(said, swap.replaced(), left == null ? "goes on" : "goes on in the new version");
    say(said, swap.begun(), "begins");
    say(said, swap.returned(), "is back");
    swap.ended().forEach(each -> said.add(each.unit.name() + " ends, " + leaves(each.unit)));
    Sha256 before = left == null ? null : left.digest();
    String digests = (before == null ? "" : before.brief() + " -> ") + jar.digest().brief();
    PluginChange change =
        new PluginChange(
            left == null ? PluginChange.Kind.LOADED : PluginChange.Kind.REPLACED,
            jar.file(),
            before,
            jar.digest(),
            names(swap.begun()),
            names(swap.returned()),
            names(swap.replaced()),
            names(swap.ended()),
            jar.fileName()
                + " "
                + digests
                + ": "
                + (said.isEmpty() ? "nothing of it runs" : String.join("; ", said)));
    tell(change, "info");
    swap.replaced().forEach(each -> note(each.unit, change, "info", change.message()));
    swap.begun().forEach(each -> note(each.unit, change, "info", change.message()));
    swap.returned().forEach(each -> note(each.unit, change, "info", change.message()));
    swap.ended().forEach(each -> noteEnd(each.unit, change));
    return change;
  }

  /** A jar is not used. */
  PluginChange refused(
      Path file, @Nullable LoadedJar present, Problem problem, List<HostedStrategy> running) {
    Sha256 stays = present == null ? null : present.digest();
    PluginChange change =
        new PluginChange(
            PluginChange.Kind.REFUSED,
            file,
            stays,
            stays,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            problem.line());
    tell(change, "warn");
    running.forEach(each -> note(each.unit, change, "warn", change.message()));
    return change;
  }

  /** A jar is gone. */
  PluginChange removed(LoadedJar left, JarSwap swap) {
    List<String> said =
        swap.ended().stream()
            .map(each -> each.unit.name() + " ticks no more, " + leaves(each.unit))
            .toList();
    PluginChange change =
        new PluginChange(
            PluginChange.Kind.REMOVED,
            left.file(),
            left.digest(),
            null,
            List.of(),
            List.of(),
            List.of(),
            names(swap.ended()),
            left.fileName()
                + " is gone: "
                + (said.isEmpty() ? "nothing of it ran" : String.join("; ", said)));
    tell(change, "warn");
    swap.ended().forEach(each -> noteEnd(each.unit, change));
    return change;
  }

  private void tell(PluginChange change, String level) {
    log.process(level, change.kind().event(), change.message());
    if (facts.heard()) {
      facts.publish(new RuntimeFact.PluginChanged(change, log.timeline().now(), log.at()));
    }
  }

  private void noteEnd(StrategyUnit unit, PluginChange change) {
    PluginChange.Kind kind = PluginChange.Kind.REMOVED;
    log.note(
        unit.deployment(),
        "warn",
        kind.event(),
        change.fileName() + " offers it no more: it ticks no more, " + leaves(unit),
        data(change));
  }

  private void note(StrategyUnit unit, PluginChange change, String level, String message) {
    log.note(unit.deployment(), level, change.kind().event(), message, data(change));
  }

  private static Map<String, Object> data(PluginChange change) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("jar", change.fileName());
    if (change.before() != null) {
      data.put("before", change.before().hex());
    }
    if (change.after() != null) {
      data.put("after", change.after().hex());
    }
    return data;
  }

  /** What stays on the account of a strategy that nobody decides for any more. */
  private static String leaves(StrategyUnit unit) {
    AccountState account = unit.desk().state();
    if (account.working().isEmpty() && account.held().isEmpty()) {
      return unit.vault() + " is flat";
    }
    String positions =
        account.held().stream()
            .map(held -> held.holding().quantity() + " " + held.symbol())
            .collect(Collectors.joining(", "));
    int orders = account.working().size();
    return unit.vault()
        + " keeps "
        + (positions.isEmpty() ? "no position" : positions)
        + " and "
        + orders
        + (orders == 1 ? " order" : " orders");
  }

  private static void say(List<String> said, List<HostedStrategy> strategies, String what) {
    if (!strategies.isEmpty()) {
      said.add(String.join(", ", names(strategies)) + " " + what);
    }
  }

  private static List<String> names(List<HostedStrategy> strategies) {
    return strategies.stream().map(each -> each.unit.name()).toList();
  }
}
