package dev.orrery.runner.boot;

import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.config.ConfigNode;
import dev.orrery.config.ConfigNode.Mapping;
import dev.orrery.config.ConfigNode.Scalar;
import dev.orrery.config.Draft;
import dev.orrery.config.Loaded;
import dev.orrery.config.Names;
import dev.orrery.config.Origin;
import dev.orrery.config.run.BatchMode;
import dev.orrery.config.run.BrokerConfig;
import dev.orrery.config.run.KnownStrategies;
import dev.orrery.config.run.RunChecks;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.ShippedConfig;
import dev.orrery.config.run.StrategyEntry;
import dev.orrery.config.run.VaultEntry;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.RefusedJar;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.plugin.StrategyRequest;
import dev.orrery.runtime.plugin.TriggerCheck;
import dev.orrery.runtime.plugin.VaultClaim;
import dev.orrery.runtime.plugin.VaultRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to run: the configuration held against the jars that are present. Everything that is
 * wrong is told at once, and before anything is written anywhere. Immutable.
 *
 * @param config the configuration
 * @param strategies in the order of the configuration, then those that run by their defaults
 * @param humanOperated accounts that take no strategy
 * @param reads symbols whose candles a strategy subscribes to, by its name
 */
public record Lineup(
    Loaded<RunConfig> config,
    List<Planned> strategies,
    Set<String> humanOperated,
    Map<String, Set<String>> reads) {
  private static final Logger LOG = LoggerFactory.getLogger(Lineup.class);

  /** Copies. */
  public Lineup {
    strategies = List.copyOf(strategies);
    humanOperated = Set.copyOf(humanOperated);
    reads = Map.copyOf(reads);
  }

  /**
   * Holds a configuration against the jars. A jar whose strategies run by default and meet a taken
   * account is refused in {@code library}.
   *
   * @throws ProblemException CONFIGURATION with every problem: the draft's own, then those of
   *     strategies, accounts, triggers and parameters
   */
  public static Lineup of(Draft<RunConfig> draft, PluginLibrary library) {
    return of(draft, library, true);
  }

  /**
   * The same without what nobody configured.
   *
   * @throws ProblemException as {@link #of} does
   */
  public static Lineup configured(Draft<RunConfig> draft, PluginLibrary library) {
    return of(draft, library, false);
  }

  private static Lineup of(Draft<RunConfig> draft, PluginLibrary library, boolean othersByDefault) {
    Map<String, Mapping> entries = entries(draft);
    List<Problem> problems = new ArrayList<>(RunChecks.check(draft, known(entries, library)));
    Map<String, List<Trigger>> declared = new HashMap<>();
    Map<String, Set<String>> reads = new HashMap<>();
    entries.forEach(
        (name, entry) -> problems.addAll(parameters(name, entry, library, declared, reads)));
    problems.addAll(allowances(draft, library));
    Loaded<RunConfig> loaded = draft.require(problems);
    RunConfig config = loaded.value();
    Set<String> human =
        config.vaults().entrySet().stream()
            .filter(vault -> vault.getValue().operated() == VaultEntry.Operator.HUMAN)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    List<Planned> configured = new ArrayList<>();
    config
        .strategies()
        .forEach((name, entry) -> {
          if (entry.enabled()) {
            library
                .find(entry.strategyFor(name))
                .ifPresent(offered ->
                    configured.add(
                        configured(
                            config,
                            name,
                            entry,
                            offered,
                            declared.getOrDefault(name, offered.triggers()))));
          }
        });
    List<Planned> all = new ArrayList<>(configured);
    Set<String> used =
        config.strategies().entrySet().stream()
            .map(entry -> entry.getValue().strategyFor(entry.getKey()))
            .collect(Collectors.toCollection(HashSet::new));
    used.addAll(config.strategies().keySet());
    if (othersByDefault && config.broker().kind() == BrokerConfig.Kind.PAPER) {
      for (LoadedJar jar : library.jars()) {
        byDefault(config, jar, used, all, human, library);
      }
    }
    for (Planned planned : all) {
      reads.computeIfAbsent(planned.name(), _ -> symbols(planned.offered().subscriptions()));
    }
    return new Lineup(loaded, all, human, reads);
  }

  /**
   * How strategies of a jar that comes later are to run: by the entries that name them, else by
   * their defaults. What an entry disables does not run.
   *
   * @throws ProblemException when the name of one belongs to the entry of another
   */
  public List<Planned> later(List<StrategyDescriptor> offered) {
    RunConfig run = config.value();
    List<Planned> later = new ArrayList<>();
    for (StrategyDescriptor each : offered) {
      boolean named = false;
      for (Map.Entry<String, StrategyEntry> entry : run.strategies().entrySet()) {
        String declared = entry.getValue().strategyFor(entry.getKey());
        if (declared.equals(each.name())) {
          named = true;
          if (entry.getValue().enabled()) {
            later.add(configured(run, entry.getKey(), entry.getValue(), each, each.triggers()));
          }
        } else if (entry.getKey().equals(each.name())) {
          throw new ProblemException(
              Problem.refused(
                  "strategy " + each.name(),
                  "its name is the one that strategy " + declared + " runs under",
                  "rename the entry"));
        }
      }
      if (!named && run.broker().kind() == BrokerConfig.Kind.PAPER) {
        later.add(byDefault(run, each));
      }
    }
    return later;
  }

  private static KnownStrategies known(Map<String, Mapping> entries, PluginLibrary library) {
    Map<String, String> vaults =
        library.strategies().stream()
            .collect(Collectors.toMap(StrategyDescriptor::name, StrategyDescriptor::vaultId));
    Set<String> refused = new HashSet<>();
    library.refused().stream().map(RefusedJar::strategies).forEach(refused::addAll);
    entries.forEach((name, entry) -> {
      String strategy = strategyOf(name, entry);
      if (library.find(strategy).isEmpty() && library.refusedWith(strategy).isPresent()) {
        refused.add(strategy);
      }
    });
    refused.addAll(shippedWithoutJar(entries, library));
    return new KnownStrategies(vaults, refused, Lineup::cronProblem);
  }

  /**
   * Strategies that only the shipped configuration asks for: whoever brings jars needs no others.
   */
  private static Set<String> shippedWithoutJar(
      Map<String, Mapping> entries, PluginLibrary library) {
    Set<String> absent = new TreeSet<>();
    entries.forEach((name, entry) -> {
      String strategy = strategyOf(name, entry);
      if (entry.origin().name().equals(ShippedConfig.NAME)
          && library.find(strategy).isEmpty()
          && library.refusedWith(strategy).isEmpty()) {
        absent.add(strategy);
      }
    });
    if (!absent.isEmpty()) {
      LOG.info("left out of the shipped configuration, no jar here has them: {}", absent);
    }
    return absent;
  }

  /** A call that is allowed to nobody is a name misspelt. */
  private static List<Problem> allowances(Draft<RunConfig> draft, PluginLibrary library) {
    Set<String> files =
        Stream.concat(
                library.jars().stream().map(LoadedJar::fileName),
                library.refused().stream().map(RefusedJar::fileName))
            .collect(Collectors.toCollection(TreeSet::new));
    List<Problem> problems = new ArrayList<>();
    if (draft.tree().entries().get("allowedCalls") instanceof Mapping allowed) {
      allowed
          .entries()
          .forEach((file, node) -> {
            if (!files.contains(file)) {
              problems.add(
                  node.origin()
                      .problem(
                          "allowedCalls." + file,
                          "there is no such file in the plugins folder",
                          Names.wayOut(file, files)));
            }
          });
    }
    return problems;
  }

  private static Optional<String> cronProblem(String expression) {
    return TriggerCheck.schedules().complaint(Trigger.cron(expression));
  }

  /** Makes the strategy once, as it will be made, and lets it go: says everything that is wrong. */
  private static List<Problem> parameters(
      String name,
      Mapping entry,
      PluginLibrary library,
      Map<String, List<Trigger>> declared,
      Map<String, Set<String>> reads) {
    String strategy = strategyOf(name, entry);
    if (library.find(strategy).isEmpty() || isDisabled(entry)) {
      return List.of();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    if (entry.entries().get("parameters") instanceof Mapping written) {
      values.putAll(written.entries());
    }
    StrategyRequest asDeclared =
        new StrategyRequest(
            strategy, Optional.of(name), Optional.empty(), Optional.empty(), values);
    try (LoadedStrategy made = library.create(asDeclared)) {
      declared.put(name, made.binding().triggers());
      reads.put(name, symbols(made.subscriptions()));
      return List.of();
    } catch (ProblemException e) {
      return values.isEmpty() ? e.problems() : placed(name, entry, e.problems());
    }
  }

  private static Set<String> symbols(List<Subscription> subscriptions) {
    return subscriptions.stream().map(Subscription::symbol).collect(Collectors.toSet());
  }

  /** What a factory finds wrong with parameters together has no line of its own: it gets theirs. */
  private static List<Problem> placed(String name, Mapping entry, List<Problem> problems) {
    Origin written = Optional.ofNullable(entry.entries().get("parameters")).orElse(entry).origin();
    return problems.stream()
        .map(each ->
            each.subject().equals("strategy " + name)
                ? written.problem(
                    "strategies." + name + ".parameters",
                    each.cause(),
                    "correct them; or the plugin, if they should do")
                : each)
        .toList();
  }

  private static Planned configured(
      RunConfig config,
      String name,
      StrategyEntry entry,
      StrategyDescriptor offered,
      List<Trigger> declared) {
    String vault = Optional.ofNullable(entry.vault()).orElse(offered.vaultId());
    Map<String, ConfigNode> parameters = entry.parameters().entries();
    return new Planned(
        name,
        offered,
        vault,
        config.startingCash(vault),
        Optional.ofNullable(entry.triggers())
            .map(written -> Settings.triggers(written, config.runtime().missedFire()))
            .orElse(null),
        declared,
        parameters,
        entry.caps(),
        deadline(config, entry.deadline()),
        Optional.ofNullable(entry.maxConcurrentDecisions())
            .orElse(config.runtime().maxConcurrentDecisions()),
        entry.batch() == BatchMode.EACH);
  }

  /** Zero is none. */
  private static Duration deadline(RunConfig config, @Nullable Duration own) {
    if (config.runtime().dev()) {
      return Duration.ZERO;
    }
    return own == null ? config.runtime().decideTimeout() : own;
  }

  /** A jar's strategies that nobody configured run once, each on an account of its own. */
  private static void byDefault(
      RunConfig config,
      LoadedJar jar,
      Set<String> used,
      List<Planned> all,
      Set<String> human,
      PluginLibrary library) {
    List<Planned> more = new ArrayList<>();
    for (StrategyDescriptor offered : jar.strategies()) {
      if (!used.contains(offered.name())) {
        more.add(byDefault(config, offered));
      }
    }
    Optional<Problem> conflict =
        VaultRules.refusal(
            jar.fileName(),
            claims(more, "plugin " + jar.fileName()),
            claims(all, "configuration"),
            human);
    if (conflict.isPresent()) {
      library.refuse(jar, conflict.get());
      all.removeIf(planned -> planned.offered().jarDigest().equals(jar.digest()));
    } else {
      all.addAll(more);
    }
  }

  private static Planned byDefault(RunConfig config, StrategyDescriptor offered) {
    String vault = "paper:" + offered.name();
    LOG.info(
        "strategy {} has no entry: it runs with the caps of defaults.paper on account {}{}",
        offered.name(),
        vault,
        offered.vaultId().equals(vault)
            ? ""
            : ", not on the vault " + offered.vaultId() + " it names");
    return new Planned(
        offered.name(),
        offered,
        vault,
        config.startingCash(vault),
        null,
        offered.triggers(),
        Map.of(),
        config.defaults().paper(),
        deadline(config, null),
        config.runtime().maxConcurrentDecisions(),
        false);
  }

  private static List<VaultClaim> claims(List<Planned> strategies, String source) {
    return strategies.stream()
        .map(planned -> new VaultClaim(planned.name(), planned.vault(), source))
        .toList();
  }

  private static Map<String, Mapping> entries(Draft<RunConfig> draft) {
    Map<String, Mapping> entries = new LinkedHashMap<>();
    if (draft.tree().entries().get("strategies") instanceof Mapping all) {
      all.entries()
          .forEach((name, node) -> {
            if (node instanceof Mapping entry) {
              entries.put(name, entry);
            }
          });
    }
    return entries;
  }

  private static String strategyOf(String name, Mapping entry) {
    return entry.entries().get("strategy") instanceof Scalar other && !other.isAbsent()
        ? other.text()
        : name;
  }

  private static boolean isDisabled(Mapping entry) {
    return entry.entries().get("enabled") instanceof Scalar enabled
        && enabled.text().equals("false");
  }
}
