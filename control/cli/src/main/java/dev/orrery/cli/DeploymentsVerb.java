package dev.orrery.cli;

import dev.orrery.cli.print.Amounts;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.DurationText;
import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.JsonText;
import dev.orrery.cli.print.TextTable;
import dev.orrery.kernel.ExitCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What is deployed. */
@Command(
    name = "deployments",
    description = {
      "What is deployed: state, account, position, when its machine was last heard. Those that",
      "have stopped are shown with --all."
    })
class DeploymentsVerb implements Callable<Integer> {
  private final Console console;

  @Option(names = "--all", description = "Also those that have stopped.")
  private boolean all;

  @Option(names = "--json", description = "Print an array of objects.")
  private boolean json;

  @Mixin private PlaneOptions where = new PlaneOptions();

  DeploymentsVerb(Console console) {
    this.console = console;
  }

  /** Under the name that is quick to type. */
  @Command(name = "ps", description = "The same as deployments.")
  static final class Line extends DeploymentsVerb {
    Line(Console console) {
      super(console);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    List<JsonNode> shown =
        where.plane(console).deployments().stream()
            .filter(each -> all || !status(each).equals("stopped"))
            .toList();
    if (json) {
      console.out().println(JsonText.indented(shown));
    } else if (shown.isEmpty()) {
      console.out().println("nothing is deployed");
    } else {
      table(shown, InstantSource.system().instant())
          .lines(console.room())
          .forEach(console.out()::println);
    }
    return ExitCode.DONE.code();
  }

  private TextTable table(List<JsonNode> deployments, Instant now) {
    Ink ink = console.ink();
    TextTable table = new TextTable(ink).words("skill").words("id").numbers("version");
    table.words("broker").spare(3).words("state").numbers("equity").numbers("day pnl");
    table.words("position").numbers("heard").spare(1).words("why");
    for (JsonNode each : deployments) {
      table.row().cell(each.path("skill").asString(""), ink::bold);
      table.cell(Plane.shortId(each)).cell(each.path("skill_version").asString(""));
      table.cell(each.path("broker_kind").asString(""));
      table.cell(status(each), text -> coloured(ink, text));
      table.cell(amount(each.path("equity_usd"), Amounts::usd));
      table.cell(amount(each.path("day_pnl"), Amounts::gain));
      table.cell(positions(each)).cell(heard(each, now)).cell(why(each));
    }
    return table;
  }

  private static String status(JsonNode deployment) {
    return deployment.path("status").asString("");
  }

  private static String coloured(Ink ink, String status) {
    return switch (status) {
      case "running" -> ink.green(status);
      case "error", "halted" -> ink.red(status);
      default -> ink.yellow(status);
    };
  }

  private static String amount(
      JsonNode value, java.util.function.Function<BigDecimal, String> shown) {
    return value.isNumber() ? shown.apply(value.decimalValue()) : "";
  }

  private static String positions(JsonNode deployment) {
    return deployment
        .path("positions")
        .valueStream()
        .map(each ->
            Stream.of("quantity", "size", "sizeBase")
                    .map(name -> each.path(name).asString(""))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("")
                + " "
                + each.path("symbol").asString(""))
        .collect(Collectors.joining(", "));
  }

  private static String heard(JsonNode deployment, Instant now) {
    String at = deployment.path("heartbeat_at").asString("");
    return at.isEmpty()
        ? "never"
        : DurationText.shown(Duration.between(Instant.parse(at), now)) + " ago";
  }

  private static String why(JsonNode deployment) {
    return Stream.of(
            "stopping_reason",
            "flatten_reason",
            "quarantined_reason",
            "halted_reason",
            "paused_reason",
            "error_text")
        .map(field -> deployment.path(field).asString(""))
        .filter(text -> !text.isBlank())
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
