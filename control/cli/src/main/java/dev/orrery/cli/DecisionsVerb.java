package dev.orrery.cli;

import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.CountText;
import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.JsonText;
import dev.orrery.cli.print.TextTable;
import dev.orrery.config.Names;
import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.store.DecisionViews;
import dev.orrery.store.DecisionViews.View;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Recent decisions. */
@Command(
    name = "decisions",
    description = {
      "The latest decisions, the newest first: what woke a strategy, what became of its answer,",
      "and why. Noops and skips are decisions too."
    })
final class DecisionsVerb implements Callable<Integer> {
  private static final List<String> VERDICTS =
      Stream.concat(
              Arrays.stream(Verdict.values()).map(each -> each.name().toLowerCase(Locale.ROOT)),
              Stream.of(DecisionViews.UNDER_WAY))
          .toList();

  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      converter = CountText.class,
      description = "How many (${DEFAULT-VALUE}).")
  private int limit = 50;

  @Option(names = "--strategy", paramLabel = "NAME", description = "Only those of this one.")
  private @Nullable String strategy;

  @Option(
      names = "--verdict",
      paramLabel = "VERDICT",
      description =
          "Only those with this one: noop, executed, partially_executed, denied, rejected,"
              + " unresolved, failed, timed_out, skipped, under_way.")
  private @Nullable String verdict;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      description = "Only those not older than this: 30s, 5m, 2h.")
  private @Nullable Duration since;

  @Option(names = "--json", description = "Print one array of objects.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  DecisionsVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String wanted = verdict();
    List<View> views;
    try (Database database = store.open(console)) {
      if (strategy != null) {
        new Deployments(database).named(strategy);
      }
      views = new DecisionViews(database).recent(strategy, wanted, since, limit);
    }
    if (json) {
      printArray(views);
    } else if (views.isEmpty()) {
      console.out().println("no decisions");
    } else {
      table(views).lines(console.room()).forEach(console.out()::println);
    }
    return ExitCode.DONE.code();
  }

  /** As the journal has it, however it was typed. */
  private @Nullable String verdict() {
    if (verdict == null) {
      return null;
    }
    String asked = verdict.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    if (!VERDICTS.contains(asked) && spec != null) {
      String near =
          Names.nearest(asked, VERDICTS).map(it -> ": did you mean " + it + "?").orElse("");
      throw new ParameterException(spec.commandLine(), "--verdict is none: " + verdict + near);
    }
    return asked;
  }

  /** One object a line, so that a long array can be read and searched by lines. */
  private void printArray(List<View> views) {
    console.out().print("[");
    String comma = "\n";
    for (View view : views) {
      console.out().print(comma + JsonText.line(object(view)));
      comma = ",\n";
    }
    console.out().println(views.isEmpty() ? "]" : "\n]");
  }

  private TextTable table(List<View> views) {
    Ink ink = console.ink();
    TextTable table = new TextTable(ink).words("id").words("market time").words("strategy");
    table.words("woken by").spare(1).words("verdict").numbers("us").spare(2).words("why").cut();
    for (View view : views) {
      table.row().cell(view.id().substring(0, 10), ink::dim).cell(view.asOf());
      table.cell(view.strategy(), ink::bold).cell(view.trigger());
      table.cell(view.verdict(), verdict -> coloured(ink, verdict));
      table.cell(Amounts.count(view.latencyMicros()));
      table.cell(view.error() == null ? String.join("; ", view.reasons()) : view.error());
    }
    return table;
  }

  static String coloured(Ink ink, String verdict) {
    return switch (verdict) {
      case "executed" -> ink.green(verdict);
      case "noop", "skipped" -> ink.dim(verdict);
      case "failed", "timed_out" -> ink.red(verdict);
      default -> ink.yellow(verdict);
    };
  }

  static Map<String, @Nullable Object> object(View view) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", view.id());
    object.put("strategy", view.strategy());
    object.put("vault", view.vault());
    object.put("firing", view.firing());
    object.put("trigger", view.trigger());
    object.put("tick_at", view.tickAt().toString());
    object.put("as_of", view.asOf().toString());
    object.put("verdict", view.verdict());
    object.put("reasons", view.reasons());
    object.put("latency_us", view.latencyMicros());
    object.put("cost_usd", JsonText.number(view.costUsd()));
    object.put("scheduled_at", view.scheduledAt().toString());
    object.put("origin", view.origin());
    object.put("payload", view.payload());
    object.put("error", view.error());
    object.put("overran", view.overran());
    object.put("deployment", view.deployment().toString());
    return object;
  }
}
