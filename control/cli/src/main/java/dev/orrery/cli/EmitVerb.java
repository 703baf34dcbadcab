package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.store.PostgresInbox;
import dev.orrery.trigger.event.Topics;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A durable event. */
@Command(
    name = "emit",
    description = {
      "Publishes an event that each strategy listening to the topic decides on exactly once, also",
      "over a crash. With the daemon down it waits. Programs do the same in SQL:",
      "  select orrery_emit('TOPIC', 'PAYLOAD')"
    })
final class EmitVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "TOPIC", description = "1 to 63 letters, digits, _ . : -")
  private String topic = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      defaultValue = "",
      paramLabel = "PAYLOAD",
      description = "JSON, at most 7,999 bytes; without, the event carries nothing.")
  private String payload = "";

  @Option(names = "--json", description = "Print one object.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private @Nullable CommandSpec spec;

  EmitVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireTopic();
    Payload.require(spec, "PAYLOAD", payload.isEmpty() ? null : payload);
    try (Database database = store.open(console)) {
      long id = new PostgresInbox(database).emit(topic, payload);
      console.out().println(json ? JsonText.line(Map.of("id", id)) : "event " + id + " is kept");
    }
    return ExitCode.DONE.code();
  }

  private void requireTopic() {
    try {
      Topics.check(topic);
    } catch (ProblemException e) {
      if (spec != null) {
        throw new ParameterException(spec.commandLine(), e.problems().getFirst().line(), e);
      }
    }
  }
}
