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

/** What can be deployed. */
@Command(name = "skills", description = "The skills that can be deployed, with their versions.")
final class SkillsVerb implements Callable<Integer> {
  private final Console console;

  @Option(names = "--json", description = "Print an array of objects.")
  private boolean json;

  @Mixin private PlaneOptions where = new PlaneOptions();

  SkillsVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<JsonNode> skills = where.plane(console).skills();
    if (json) {
      console.out().println(JsonText.indented(skills));
      return ExitCode.DONE.code();
    }
    if (skills.isEmpty()) {
      console.out().println("nothing was published yet");
      return ExitCode.DONE.code();
    }
    TextTable table = new TextTable(console.ink()).words("skill").numbers("version").words("since");
    for (JsonNode skill : skills) {
      table.row().cell(skill.path("name").asString(""), console.ink()::bold);
      table.cell(skill.path("latest_version").asString(""));
      table.cell(skill.path("created_at").asString(""));
    }
    table.lines(console.room()).forEach(console.out()::println);
    return ExitCode.DONE.code();
  }
}
