package dev.orrery.runtime;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.plugin.VaultClaim;
import dev.orrery.runtime.plugin.VaultRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which strategies a runtime has: what is configured, then what the jars offer besides. */
final class WantedStrategies {
  private final RuntimeBuilder given;
  private final PluginLibrary library;
  private final List<VaultClaim> claims = new ArrayList<>();

  private WantedStrategies(RuntimeBuilder given, PluginLibrary library) {
    this.given = given;
    this.library = library;
  }

  /**
   * All of them, in this order.
   *
   * @throws ProblemException when two of those configured claim the same account
   */
  static List<StrategyOptions> of(RuntimeBuilder given, PluginLibrary library) {
    return new WantedStrategies(given, library).all();
  }

  /** Of a jar that comes later: those that are configured, and the others by their defaults. */
  static Newcomers later(RuntimeBuilder given) {
    return (jar, offered) -> {
      List<StrategyOptions> wanted = new ArrayList<>();
      for (StrategyDescriptor each : offered) {
        List<StrategyOptions> configured =
            given.strategies.values().stream()
                .filter(options -> options.strategy().equals(each.name()))
                .toList();
        wanted.addAll(configured);
        if (configured.isEmpty() && given.runsTheRest()) {
          wanted.add(byDefault(each));
        }
      }
      return wanted;
    };
  }

  private static StrategyOptions byDefault(StrategyDescriptor offered) {
    return new StrategyOptions(offered.name()).vault("paper:" + offered.name());
  }

  private List<StrategyOptions> all() {
    List<StrategyOptions> all = new ArrayList<>(configured());
    VaultRules.require(claims, given.humanVaults);
    if (given.runsTheRest()) {
      Set<String> used =
          given.strategies.values().stream()
              .map(StrategyOptions::strategy)
              .collect(Collectors.toSet());
      for (LoadedJar jar : library.jars()) {
        all.addAll(byDefaults(jar, used));
      }
    }
    return all;
  }

  private List<StrategyOptions> configured() {
    List<StrategyOptions> usable = new ArrayList<>();
    for (StrategyOptions options : given.strategies.values()) {
      if (given.withoutRefused
          && library.find(options.strategy()).isEmpty()
          && library.refusedWith(options.strategy()).isPresent()) {
        continue; // shown as refused, and costs the others nothing
      }
      usable.add(options);
      options
          .vault()
          .or(() -> library.find(options.strategy()).map(StrategyDescriptor::vaultId))
          .ifPresent(vault ->
              claims.add(new VaultClaim(options.name(), vault, "strategy " + options.name())));
    }
    return usable;
  }

  private List<StrategyOptions> byDefaults(LoadedJar jar, Set<String> used) {
    List<StrategyOptions> bound = new ArrayList<>();
    List<VaultClaim> newcomers = new ArrayList<>();
    for (StrategyDescriptor offered : jar.strategies()) {
      if (!used.contains(offered.name())) {
        StrategyOptions options = byDefault(offered);
        bound.add(options);
        newcomers.add(
            new VaultClaim(
                offered.name(), options.vault().orElseThrow(), "plugin " + jar.fileName()));
      }
    }
    Optional<Problem> conflict =
        VaultRules.refusal(jar.fileName(), newcomers, claims, given.humanVaults);
    if (conflict.isPresent()) {
      library.refuse(jar, conflict.get());
      return List.of();
    }
    claims.addAll(newcomers);
    return bound;
  }
}
