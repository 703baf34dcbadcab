package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.cli.print.TextTable;
import dev.orrery.kernel.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What machines can run. */
@Command(
    name = "releases",
    description = {
      "What machines can run, the latest first. A deployment keeps the one it was deployed with",
      "until it is upgraded."
    })
final class ReleasesVerb implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print an array of objects.")
  private boolean json;

  @Mixin private PlaneOptions where = new PlaneOptions();

  ReleasesVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<JsonNode> releases = where.plane(console).releases();
    if (json) {
      console.out().println(JsonText.indented(releases));
      return ExitCode.DONE.code();
    }
    if (releases.isEmpty()) {
      console.out().println("nothing was released yet");
      return ExitCode.DONE.code();
    }
    TextTable table = new TextTable(console.ink()).words("release").words("version").words("since");
    table.words("by").words("").spare(1).words("notes");
    for (JsonNode each : releases) {
      table.row().cell(each.path("image").asString(""), console.ink()::bold);
      table.cell(each.path("version").asString("")).cell(each.path("created_at").asString(""));
      table.cell(each.path("actor").asString(""));
      table.cell(each.path("current").asBoolean() ? "current" : "", console.ink()::green);
      table.cell(each.path("notes").asString(""));
    }
    table.lines(console.room()).forEach(console.out()::println);
    return ExitCode.DONE.code();
  }
}
