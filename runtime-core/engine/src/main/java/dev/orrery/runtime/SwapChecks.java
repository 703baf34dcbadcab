package dev.orrery.runtime;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.plugin.VaultClaim;
import dev.orrery.runtime.plugin.VaultRules;
import dev.orrery.runtime.tick.StrategyUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a strategy of a jar that comes must satisfy beyond what its jar was judged by. */
final class SwapChecks {
  private SwapChecks() {}

  /** The same problems with the strategy named, which a parameter's line does not. */
  static ProblemException of(String strategy, ProblemException found) {
    String subject = "strategy " + strategy;
    List<Problem> named =
        found.problems().stream()
            .map(each ->
                each.subject().startsWith(subject)
                    ? each
                    : new Problem(
                        each.exit(), subject + ", " + each.subject(), each.cause(), each.wayOut()))
            .toList();
    return new ProblemException(named, found);
  }

  /** An account is not changed under a running strategy. */
  static void sameVault(LoadedStrategy loaded, StrategyUnit running) {
    String vault = loaded.binding().vaultId();
    if (!vault.equals(running.vault())) {
      throw new ProblemException(
          Problem.refused(
              "strategy " + running.name(),
              "names vault " + vault + ", but trades on " + running.vault(),
              "write vault: " + running.vault() + " into its entry, or start again"));
    }
  }

  /** A name and an account of its own for each that comes. */
  static void places(
      LoadedJar jar,
      List<StrategyDescriptor> offered,
      List<StrategyOptions> wanted,
      Collection<HostedStrategy> running,
      Set<String> humanOperated) {
    List<VaultClaim> present = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (HostedStrategy each : running) {
      String name = each.unit.name();
      names.add(name);
      present.add(new VaultClaim(name, each.unit.vault(), "it runs"));
    }
    Map<String, StrategyDescriptor> declared =
        offered.stream().collect(Collectors.toMap(StrategyDescriptor::name, Function.identity()));
    List<VaultClaim> claims = new ArrayList<>();
    for (StrategyOptions options : wanted) {
      StrategyDescriptor descriptor = declared.get(options.strategy());
      if (descriptor == null) {
        throw new IllegalStateException("no newcomer: strategy " + options.strategy());
      }
      if (!names.add(options.name())) {
        throw new ProblemException(
            Problem.refused(
                "plugin " + jar.fileName(),
                "its strategy "
                    + options.strategy()
                    + " would run as "
                    + options.name()
                    + ", a name that is taken",
                "run one of the two under another name"));
      }
      claims.add(
          new VaultClaim(
              options.name(),
              options.vault().orElse(descriptor.vaultId()),
              "plugin " + jar.fileName()));
    }
    Optional<Problem> conflict = VaultRules.refusal(jar.fileName(), claims, present, humanOperated);
    if (conflict.isPresent()) {
      throw new ProblemException(conflict.get());
    }
  }
}
