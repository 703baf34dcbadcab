package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Publishes a jar. */
@Command(
    name = "publish",
    description = {
      "Publishes a strategy of a jar as a version of a skill, which can be deployed. A version never",
      "changes: the same again is the version that is there, anything else a new one. The control",
      "plane verifies the jar in a process of its own before it keeps it."
    })
final class PublishVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "JAR", description = "A jar or zip with strategies.")
  private Path jar = Path.of("");

  @Option(names = "--json", description = "Print one object.")
  private boolean json;

  @Mixin private PublishOptions publication = new PublishOptions();
  @Mixin private PlaneOptions where = new PlaneOptions();

  PublishVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Plane plane = where.plane(console);
    JsonNode made = plane.publish(publication.of(jar));
    console
        .out()
        .println(
            json
                ? JsonText.indented(made)
                : made.path("name").asString("")
                    + " version "
                    + made.path("version").asInt()
                    + " is published");
    return ExitCode.DONE.code();
  }
}
