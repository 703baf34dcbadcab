package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Gives machines another release. */
@Command(
    name = "upgrade",
    description = {
      "Gives machines the current release, in place: row, journal, state and switches stay, and",
      "what was paused or halted still is. Ticks pause while one drains and boots again."
    })
final class UpgradeVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Deployments, by skill or by the beginning of an id.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--outdated", description = "All that run something else than is current.")
  private boolean outdated;

  @Option(names = "--json", description = "Print an array of objects.")
  private boolean json;

  @Mixin private PlaneOptions where = new PlaneOptions();

  UpgradeVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (names.isEmpty() != outdated) {
      throw new ProblemException(
          Problem.configuration(
              "upgrade",
              outdated ? "takes names or --outdated, not both" : "needs to know what is meant",
              "name deployments, or say --outdated"));
    }
    Plane plane = where.plane(console);
    List<JsonNode> answers = outdated ? plane.upgradeOutdated() : one(plane);
    if (json) {
      console.out().println(JsonText.indented(answers));
    } else if (answers.isEmpty()) {
      console.out().println("everything runs what is current");
    } else {
      answers.forEach(each -> console.out().println(line(each)));
    }
    boolean refused = answers.stream().anyMatch(each -> !refusal(each).isEmpty());
    return (refused ? ExitCode.REFUSED : ExitCode.DONE).code();
  }

  /** All are found before the first is touched. */
  private List<JsonNode> one(Plane plane) throws InterruptedException {
    List<JsonNode> all = plane.deployments();
    List<String> ids =
        names.stream().map(name -> Plane.named(name, all).path("id").asString("")).toList();
    List<JsonNode> answers = new ArrayList<>();
    for (String id : ids) {
      answers.add(plane.upgrade(id));
    }
    return answers;
  }

  private String line(JsonNode answer) {
    String skill = console.ink().bold(answer.path("skill").asString(""));
    String refusal = refusal(answer);
    if (!refusal.isEmpty()) {
      return skill + " was not upgraded: " + refusal;
    }
    JsonNode done = answer.has("upgraded") ? answer.path("upgraded") : answer;
    String from = done.path("from").asString("");
    String to = done.path("to").asString("");
    return from.equals(to)
        ? skill + " runs " + to + " already"
        : skill + " was given " + to + (from.isEmpty() ? "" : " for " + from);
  }

  private static String refusal(JsonNode answer) {
    return answer.path("refused").asString("");
  }
}
