package dev.orrery.cli;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.DurationText;
import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.JsonText;
import dev.orrery.cli.print.TextTable;
import dev.orrery.database.Database;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.DeploymentViewTable;
import dev.orrery.deployment.DeploymentViewTable.View;
import dev.orrery.deployment.HostKind;
import dev.orrery.deployment.Latches;
import dev.orrery.deployment.Quarantine;
import dev.orrery.kernel.ExitCode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What is hosted. */
@Command(
    name = "strategies",
    description = {
      "The strategies hosted here: state and its cause, account, position, when last heard of.",
      "With the daemon down it says so and since when; what would run is down then, and the rest",
      "is as it stood."
    })
final class StrategiesVerb implements Callable<Integer> {
  private static final String DOWN = "down";
  private static final String QUARANTINED = "quarantined";

  private final Console console;

  @Option(names = "--json", description = "Print an array of objects.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  StrategiesVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<View> views;
    try (Database database = store.open(console)) {
      views = new DeploymentViewTable(database).list(Deployments.user());
    }
    DaemonStanding daemon = DaemonStanding.of(store.daemonUp(console), views);
    if (json) {
      String spooled = text(store.spooledAt(console).orElse(null));
      console
          .out()
          .println(
              JsonText.indented(
                  views.stream().map(view -> object(view, daemon, spooled)).toList()));
      return ExitCode.DONE.code();
    }
    store
        .spooledAt(console)
        .ifPresent(at -> console.out().println(console.ink().yellow(spooled(at))));
    boolean hostsNone =
        !views.isEmpty() && views.stream().allMatch(view -> view.host() == HostKind.MACHINE);
    if (!daemon.up() && !hostsNone) {
      console.out().println(console.ink().yellow(down(daemon)));
    }
    if (views.isEmpty()) {
      console.out().println("nothing was hosted here yet");
    } else {
      table(views, daemon).lines(console.room()).forEach(console.out()::println);
    }
    return ExitCode.DONE.code();
  }

  @Command(
      name = "release",
      description = {
        "Lets strategies be asked again that were quarantined, because they hung or filled the",
        "heap; their code is loaded anew where it was let go of. While the daemon is down it is",
        "obeyed if it starts within ten minutes."
      })
  int release(
      @Parameters(arity = "1..*", paramLabel = "NAME", description = "Strategies, by name.")
          List<String> names,
      @Option(names = "--json", description = "Print an array of objects.") boolean printsJson,
      @Mixin StoreOptions where)
      throws InterruptedException {
    return new ReleaseVerb(console, where, printsJson).release(names);
  }

  private static String spooled(Instant at) {
    return "journal groups are still in the spool, the last of "
        + at.truncatedTo(SECONDS)
        + ": equity, positions and orders are older than that; the daemon puts them into the"
        + " database";
  }

  private static String down(DaemonStanding daemon) {
    return "the daemon is down"
        + daemon.lastHeard().map(at -> ", since " + at.truncatedTo(SECONDS)).orElse("")
        + daemon.silent().map(ago -> " (" + DurationText.shown(ago) + " ago)").orElse("")
        + ": this is how it stood";
  }

  /** What would be up is down with the daemon; what was switched or has failed stays so. */
  private static String state(View view, DaemonStanding daemon) {
    if (view.status() == DeploymentStatus.PAUSED && view.latches().quarantine() != null) {
      return QUARANTINED;
    }
    boolean wouldRun =
        view.status() == DeploymentStatus.RUNNING || view.status() == DeploymentStatus.PROVISIONING;
    boolean hostedHere = view.host() == HostKind.RUN; // a machine goes on by itself
    return !daemon.up() && wouldRun && hostedHere ? DOWN : view.status().text();
  }

  private TextTable table(List<View> views, DaemonStanding daemon) {
    Ink ink = console.ink();
    TextTable table = new TextTable(ink).words("strategy").words("state").numbers("equity");
    table.numbers("day pnl").words("position").words("vault").spare(2).numbers("heard").spare(1);
    table.words("why");
    for (View view : views) {
      table.row().cell(view.name(), ink::bold);
      table.cell(state(view, daemon), text -> coloured(view.status(), text));
      table.cell(view.equityUsd() == null ? "" : Amounts.usd(view.equityUsd()));
      var pnl = view.dayPnlUsd();
      table.cell(
          pnl == null ? "" : Amounts.gain(pnl),
          text -> ink.signed(pnl == null ? 0 : pnl.signum(), text));
      table.cell(positions(view)).cell(view.vault());
      table.cell(view.silent() == null ? "never" : DurationText.shown(view.silent()) + " ago");
      table.cell(why(view));
    }
    return table;
  }

  private String coloured(DeploymentStatus status, String text) {
    if (text.equals(DOWN)) {
      return console.ink().yellow(text);
    }
    if (text.equals(QUARANTINED)) {
      return console.ink().red(text);
    }
    return switch (status) {
      case RUNNING -> console.ink().green(text);
      case ERROR, HALTED -> console.ink().red(text);
      case PROVISIONING, PAUSED, STOPPING, STOPPED -> console.ink().yellow(text);
    };
  }

  private static String positions(View view) {
    JsonNode positions = JsonText.read(view.positions());
    return positions
        .valueStream()
        .map(each -> field(each, "quantity", "size", "sizeBase") + " " + field(each, "symbol"))
        .collect(Collectors.joining(", "));
  }

  private static String field(JsonNode object, String... names) {
    return Stream.of(names)
        .map(object::get)
        .filter(Objects::nonNull)
        .map(JsonNode::asString)
        .findFirst()
        .orElse("");
  }

  /** Switches that are on, what failed, and what is wrong with its health. */
  private static String why(View view) {
    Latches latches = view.latches();
    return Stream.of(
            latches.stopping(),
            latches.flatten(),
            quarantine(latches),
            latches.halted(),
            latches.paused(),
            view.errorText(),
            view.health())
        .filter(text -> text != null && !text.isBlank() && !text.equals("healthy"))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static @Nullable String quarantine(Latches latches) {
    Quarantine quarantine = latches.quarantine();
    return quarantine == null
        ? null
        : quarantine.reason() + " (since " + quarantine.since().truncatedTo(SECONDS) + ")";
  }

  private static Map<String, @Nullable Object> object(
      View view, DaemonStanding daemon, @Nullable String spooledAt) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", view.id().toString());
    object.put("strategy", view.name());
    object.put("vault", view.vault());
    object.put("broker", view.broker().text());
    object.put("version", view.skillVersion());
    object.put("wanted", view.wanted().text());
    object.put("state", state(view, daemon));
    object.put("status", view.status().text());
    object.put("cause", why(view));
    Quarantine quarantine = view.latches().quarantine();
    object.put("quarantined_since", quarantine == null ? null : text(quarantine.since()));
    object.put("health", view.health());
    object.put("error", view.errorText());
    object.put("equity_usd", view.equityUsd());
    object.put("day_pnl_usd", view.dayPnlUsd());
    object.put("positions", JsonText.read(view.positions()));
    object.put("open_orders", JsonText.read(view.openOrders()));
    object.put("as_of", text(view.asOf()));
    object.put("started_at", text(view.startedAt()));
    object.put("heartbeat_at", text(view.heartbeatAt()));
    object.put("spooled_at", spooledAt);
    object.put("daemon", daemon.up() ? "up" : DOWN);
    object.put("daemon_down_since", daemon.up() ? null : text(daemon.lastHeard().orElse(null)));
    return object;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
