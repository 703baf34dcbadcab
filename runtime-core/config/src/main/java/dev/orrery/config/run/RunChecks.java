package dev.orrery.config.run;

import dev.orrery.config.ConfigNode;
import dev.orrery.config.ConfigNode.Items;
import dev.orrery.config.ConfigNode.Mapping;
import dev.orrery.config.ConfigNode.Scalar;
import dev.orrery.config.Draft;
import dev.orrery.config.Names;
import dev.orrery.config.Origin;
import dev.orrery.kernel.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Checks of a configuration against itself and the jars that are present. Looks at what was
 * written, not at what could be bound, so that a mistake elsewhere in an entry hides nothing.
 */
public final class RunChecks {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,48}");

  private final Draft<RunConfig> draft;
  private final KnownStrategies known;
  private final Map<String, Mapping> entries;
  private final Map<String, Mapping> vaults;
  private final List<Problem> problems = new ArrayList<>();

  private RunChecks(Draft<RunConfig> draft, KnownStrategies known) {
    this.draft = draft;
    this.known = known;
    this.entries = group(draft, "strategies");
    this.vaults = group(draft, "vaults");
  }

  /** What is wrong, in the order of the file's strategies and then its vaults. */
  public static List<Problem> check(Draft<RunConfig> draft, KnownStrategies known) {
    RunChecks checks = new RunChecks(draft, known);
    Map<String, Origin> bound = new LinkedHashMap<>();
    Map<String, String> holders = new LinkedHashMap<>();
    checks.entries.forEach((name, entry) -> {
      checks.name(name, entry);
      checks.strategy(name, entry);
      checks.vault(name, entry, bound, holders);
      checks.cron(name, entry);
      checks.caps(name, entry);
    });
    checks.unusedVaults(bound);
    return List.copyOf(checks.problems);
  }

  private void name(String name, Mapping entry) {
    if (!NAME.matcher(name).matches()) {
      problem(
          entry.origin(),
          "strategies." + name,
          "a strategy's name must be 1 to 48 letters, digits, - or _",
          "rename the entry");
    }
  }

  private void strategy(String name, Mapping entry) {
    String strategy = strategyOf(name, entry);
    String key = "strategies." + name + ".strategy";
    Origin origin = origin(entry, "strategy");
    if (known.refused().contains(strategy)) {
      return;
    }
    if (!known.vaults().containsKey(strategy)) {
      String wayOut =
          known.vaults().isEmpty()
              ? "no strategy is loaded: put a jar into the plugins folder"
              : Names.wayOut(strategy, new TreeSet<>(known.vaults().keySet()));
      problem(origin, key, "no jar has a strategy named " + strategy, wayOut);
    } else if (!strategy.equals(name) && known.vaults().containsKey(name)) {
      problem(
          origin,
          key,
          "is " + strategy + ", but " + name + " is the name of another strategy",
          "rename the entry");
    }
  }

  private void vault(
      String name, Mapping entry, Map<String, Origin> bound, Map<String, String> holders) {
    if (text(entry, "enabled").filter("false"::equals).isPresent()) {
      vaultOf(name, entry).ifPresent(vault -> bound.putIfAbsent(vault, entry.origin()));
      return;
    }
    String key = "strategies." + name + ".vault";
    Origin origin = origin(entry, "vault");
    vaultOf(name, entry)
        .ifPresent(vault -> {
          bound.putIfAbsent(vault, origin);
          String holder = holders.putIfAbsent(vault, name);
          if (holder != null) {
            problem(
                origin,
                key,
                vault + " is bound by strategy " + holder + " too, at " + bound.get(vault),
                "give each strategy a vault of its own");
          }
          operator(vault, key, origin);
        });
  }

  private void operator(String vault, String key, Origin origin) {
    Mapping entry = vaults.get(vault);
    if (entry != null && text(entry, "operated").filter("human"::equalsIgnoreCase).isPresent()) {
      problem(
          origin,
          key,
          vault + " is operated by a human, at " + origin(entry, "operated"),
          "bind another vault, or write operated: bot");
    }
  }

  private void cron(String name, Mapping entry) {
    if (!(entry.entries().get("triggers") instanceof Items triggers)) {
      return;
    }
    for (int i = 0; i < triggers.items().size(); i++) {
      if (triggers.items().get(i) instanceof Mapping trigger) {
        String key = "strategies." + name + ".triggers[" + i + "].cron";
        text(trigger, "cron")
            .flatMap(expression -> wrong(expression))
            .ifPresent(cause -> problem(origin(trigger, "cron"), key, cause, ""));
      }
    }
  }

  private Optional<String> wrong(String expression) {
    return known.cron().apply(expression).map(cause -> "is " + expression + ": " + cause);
  }

  /** What an account of a venue has, only the venue knows: it is asked when that is opened. */
  private void caps(String name, Mapping entry) {
    String key = "strategies." + name + ".caps";
    Optional<Caps> bound = draft.part(Caps.class, key);
    Optional<PaperConfig> paper = draft.part(PaperConfig.class, "broker.paper");
    if (bound.isEmpty() || paper.isEmpty() || isLive()) {
      return;
    }
    TooLittle.of(bound.get(), equity(name, entry, paper.get()))
        .ifPresent(why ->
            problem(
                entry.entries().get("caps") instanceof Mapping written
                    ? origin(written, "maxPositionPct")
                    : entry.origin(),
                key + ".maxPositionPct",
                why.cause(),
                why.wayOut()));
  }

  private boolean isLive() {
    return draft.tree().entries().get("broker") instanceof Mapping broker
        && text(broker, "kind").filter("hyperliquid"::equalsIgnoreCase).isPresent();
  }

  private BigDecimal equity(String name, Mapping entry, PaperConfig paper) {
    return vaultOf(name, entry)
        .flatMap(vault -> draft.part(VaultEntry.class, "vaults." + vault))
        .map(VaultEntry::startingCash)
        .orElse(paper.startingCash());
  }

  private void unusedVaults(Map<String, Origin> bound) {
    vaults.forEach((id, entry) -> {
      boolean human = text(entry, "operated").filter("human"::equalsIgnoreCase).isPresent();
      if (!human && !bound.containsKey(id) && !known.vaults().containsValue(id)) {
        problem(
            entry.origin(),
            "vaults." + id,
            "no strategy trades on it",
            Names.nearest(id, bound.keySet())
                .map(near -> "did you mean " + near + "?")
                .orElse("bind it with vault: " + id + ", or remove it"));
      }
    });
  }

  private Optional<String> vaultOf(String name, Mapping entry) {
    return text(entry, "vault")
        .or(() -> Optional.ofNullable(known.vaults().get(strategyOf(name, entry))));
  }

  private static String strategyOf(String name, Mapping entry) {
    return text(entry, "strategy").orElse(name);
  }

  private static Optional<String> text(Mapping entry, String key) {
    return entry.entries().get(key) instanceof Scalar scalar && !scalar.isAbsent()
        ? Optional.of(scalar.text())
        : Optional.empty();
  }

  private static Origin origin(Mapping entry, String key) {
    ConfigNode node = entry.entries().get(key);
    return node == null ? entry.origin() : node.origin();
  }

  private static Map<String, Mapping> group(Draft<RunConfig> draft, String key) {
    Map<String, Mapping> group = new LinkedHashMap<>();
    if (draft.tree().entries().get(key) instanceof Mapping mapping) {
      mapping
          .entries()
          .forEach((name, node) ->
              group.put(name, node instanceof Mapping m ? m : Mapping.empty(node.origin())));
    }
    return group;
  }

  private void problem(Origin origin, String key, String cause, String wayOut) {
    problems.add(origin.problem(key, cause, wayOut));
  }
}
