package dev.orrery.cli;

import dev.orrery.api.Subscription;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.JsonText;
import dev.orrery.cli.print.TextTable;
import dev.orrery.config.Names;
import dev.orrery.kernel.ArtifactStore;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runtime.bytecode.Refusal;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.PluginReach;
import dev.orrery.runtime.plugin.PluginSources;
import dev.orrery.runtime.plugin.RefusedJar;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.plugin.TriggerCheck;
import dev.orrery.trigger.TriggerKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is in plugin jars. */
@Command(
    name = "plugins",
    description = {
      "What is in plugin jars: of the running daemon, or loaded as it would, in this process.",
      "Needs no daemon and leaves nothing running."
    })
final class PluginsVerb {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  PluginsVerb(Console console) {
    this.console = console;
  }

  @Command(
      description = {
        "Every jar: its strategies, or why it is refused. Those of the running daemon, a newer",
        "version that it refused among them; with it down, the bundled ones."
      })
  int list(
      @Option(
              names = "--plugins",
              paramLabel = "DIR",
              description = "A folder of jars instead, loaded here.")
          @Nullable Path folder,
      @Option(names = "--json", description = "Print an array of objects.") boolean json,
      @Mixin StoreOptions store)
      throws IOException, InterruptedException {
    if (folder == null) {
      Path dataDir = store.settings(console).dataDir();
      if (DataDirectory.holder(dataDir)
          .filter(holder -> holder.port() != 0)
          .filter(holder -> holder.serves() == DataDirectory.Serves.RUN)
          .isPresent()) {
        DaemonPlugins running =
            new DaemonPlugins(DaemonClient.of(dataDir).get("/api/v1/plugins"), console.ink());
        if (json) {
          console.out().println(JsonText.indented(running.objects()));
        } else {
          running.table().lines(console.room()).forEach(console.out()::println);
        }
        return ExitCode.DONE.code();
      }
    }
    Path where = folder == null ? ConfigOptions.bundledPlugins(console) : folder;
    return load(
        PluginSources.in(where),
        PluginLimits.DEFAULT,
        (library, _) -> {
          if (json) {
            console.out().println(JsonText.indented(objects(library)));
          } else if (library.jars().isEmpty() && library.refused().isEmpty()) {
            console.out().println("no jar and no zip in " + where);
          } else {
            table(library).lines(console.room()).forEach(console.out()::println);
          }
        });
  }

  @Command(
      description = {
        "One jar: digest, API version, each strategy with vault, triggers, candles, parameters.",
        "Exit code 4 with the cause when a daemon would refuse it."
      })
  int inspect(
      @Parameters(paramLabel = "JAR", description = "The jar or zip.") Path jar,
      @Option(names = "--json", description = "Print an array of one object.") boolean json)
      throws IOException {
    return load(
        List.of(jar),
        PluginLimits.DEFAULT,
        (library, store) -> {
          if (!library.refused().isEmpty()) {
            throw new ProblemException(library.refused().getFirst().problem());
          }
          if (json) {
            console.out().println(JsonText.indented(objects(library)));
          } else {
            library.jars().forEach(this::describe);
          }
        });
  }

  @Command(
      description = {
        "What jars can reach: refused calls, then files, sockets, processes, threads, clocks,",
        "randomness, reflection and more, each with its place in the code.",
        "Exit code 4 when a daemon would refuse one of them."
      })
  int verify(
      @Parameters(arity = "1..*", paramLabel = "JAR", description = "Jars or zips.")
          List<Path> jars,
      @Option(
              names = "--allow",
              split = ",",
              paramLabel = "CALL",
              description = "As if these refused calls were allowed: processes, class-loaders, ...")
          @Nullable List<String> allow,
      @Option(names = "--json", description = "Print an array of objects.") boolean json)
      throws IOException {
    Set<Refusal> allowed = refusals(allow == null ? List.of() : allow);
    List<Verified> all = new ArrayList<>();
    for (Path jar : jars) {
      PluginLimits limits =
          PluginLimits.DEFAULT.allowing(Map.of(String.valueOf(jar.getFileName()), allowed));
      load(
          List.of(jar),
          limits,
          (library, store) -> all.add(Verified.of(library, PluginReach.of(jar, store, limits))));
    }
    if (json) {
      console.out().println(JsonText.indented(all.stream().map(Verified::object).toList()));
    } else {
      all.forEach(one -> one.lines(console.ink()).forEach(console.out()::println));
    }
    boolean refused = all.stream().anyMatch(Verified::isRefused);
    return (refused ? ExitCode.REFUSED : ExitCode.DONE).code();
  }

  private Set<Refusal> refusals(List<String> keys) {
    Map<String, Refusal> known = new TreeMap<>();
    Stream.of(Refusal.values()).forEach(refusal -> known.put(refusal.key(), refusal));
    Set<Refusal> found = EnumSet.noneOf(Refusal.class);
    for (String key : keys) {
      Refusal refusal = known.get(key);
      if (refusal == null) {
        throw new ParameterException(
            Objects.requireNonNull(spec).subcommands().get("verify"),
            "--allow " + key + ": " + Names.wayOut(key, known.keySet()));
      }
      found.add(refusal);
    }
    return found;
  }

  /** What is done with loaded jars. */
  private interface Use {
    void of(PluginLibrary library, ArtifactStore store);
  }

  private static int load(List<Path> jars, PluginLimits limits, Use use) throws IOException {
    Path kept = Files.createTempDirectory("orrery-plugins");
    ArtifactStore store = new FolderArtifactStore(kept, ".jar");
    try (PluginLibrary library =
        new PluginLibrary(store, limits, TriggerCheck.schedules(), new ConfiguredParameters())) {
      library.addAll(jars);
      use.of(library, store);
      return ExitCode.DONE.code();
    } finally {
      delete(kept);
    }
  }

  private TextTable table(PluginLibrary library) {
    Ink ink = console.ink();
    TextTable table = columns(ink);
    for (LoadedJar jar : library.jars()) {
      for (StrategyDescriptor each : jar.strategies()) {
        table.row().cell(jar.fileName()).cell(jar.apiVersion()).cell(each.name(), ink::bold);
        table.cell(each.vaultId()).cell(triggers(each));
      }
    }
    for (RefusedJar jar : library.refused()) {
      table.row().cell(jar.fileName()).cell("").cell("refused", ink::red).cell("");
      table.cell(jar.problem().line(), ink::yellow);
    }
    return table;
  }

  /** The columns of a list of jars. */
  static TextTable columns(Ink ink) {
    TextTable table = new TextTable(ink).words("jar").words("api").words("strategy");
    return table.words("vault").spare(1).words("wakes on");
  }

  private void describe(LoadedJar jar) {
    Ink ink = console.ink();
    console.out().println(ink.bold(jar.fileName()));
    console.out().println("  digest  " + jar.digest().hex());
    console.out().println("  api     " + jar.apiVersion());
    for (StrategyDescriptor each : jar.strategies()) {
      console.out().println();
      console.out().println("  " + ink.bold(each.name()) + "  " + ink.dim(each.providerClass()));
      console.out().println("    vault    " + each.vaultId());
      console.out().println("    wakes on " + triggers(each));
      if (!each.subscriptions().isEmpty()) {
        console.out().println("    reads    " + subscriptions(each));
      }
      TextTable parameters =
          new TextTable(ink).words("parameter").words("type").words("default").words("must be");
      each.parameters()
          .forEach(one ->
              parameters
                  .row()
                  .cell(one.name())
                  .cell(one.type())
                  .cell(one.written())
                  .cell(one.rule()));
      if (!each.parameters().isEmpty()) {
        parameters.lines().forEach(line -> console.out().println("    " + line));
      }
    }
  }

  private static List<Map<String, @Nullable Object>> objects(PluginLibrary library) {
    return Stream.concat(
            library.jars().stream().map(PluginsVerb::object),
            library.refused().stream().map(PluginsVerb::object))
        .toList();
  }

  private static Map<String, @Nullable Object> object(LoadedJar jar) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("jar", jar.fileName());
    object.put("digest", jar.digest().hex());
    object.put("api", jar.apiVersion().toString());
    object.put("refused", null);
    object.put("strategies", jar.strategies().stream().map(PluginsVerb::object).toList());
    return object;
  }

  private static Map<String, @Nullable Object> object(RefusedJar jar) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("jar", jar.fileName());
    object.put("refused", jar.problem().line());
    object.put("strategies", jar.strategies().stream().sorted().toList());
    return object;
  }

  private static Map<String, Object> object(StrategyDescriptor strategy) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", strategy.name());
    object.put("class", strategy.providerClass());
    object.put("vault", strategy.vaultId());
    object.put("triggers", strategy.triggers().stream().map(TriggerKeys::of).toList());
    object.put(
        "subscriptions", strategy.subscriptions().stream().map(PluginsVerb::subscription).toList());
    object.put(
        "parameters",
        strategy.parameters().stream()
            .map(one ->
                Map.of(
                    "name", one.name(),
                    "type", one.type(),
                    "default", JsonText.read(one.defaultValue()),
                    "rule", one.rule()))
            .toList());
    return object;
  }

  private static String triggers(StrategyDescriptor strategy) {
    return strategy.triggers().stream().map(TriggerKeys::of).collect(Collectors.joining(" "));
  }

  private static Map<String, Object> subscription(Subscription each) {
    return Map.of(
        "symbol", each.symbol(),
        "interval", each.interval().toString(),
        "history", each.history());
  }

  private static String subscriptions(StrategyDescriptor strategy) {
    return strategy.subscriptions().stream()
        .map(each -> each.history() + " candles of " + each.symbol() + " " + each.interval())
        .collect(Collectors.joining(", "));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
