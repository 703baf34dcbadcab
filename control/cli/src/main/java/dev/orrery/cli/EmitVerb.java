package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.store.PostgresInbox;
import dev.orrery.trigger.event.Topics;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  @Option(
      names = "--json",
      description = "Print one object: id, and who hears it (null with the daemon down).")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  @Spec private @Nullable CommandSpec spec;

  EmitVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    requireTopic();
    Payload.require(spec, "PAYLOAD", payload.isEmpty() ? null : payload);
    long id;
    try (Database database = store.open(console)) {
      id = new PostgresInbox(database).emit(topic, payload);
    }
    Optional<Listening> listening = listening();
    if (json) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("id", id);
      object.put("heard_by", listening.map(all -> all.strategies(topic)).orElse(null));
      console.out().println(JsonText.line(object));
    } else {
      console.out().println("event " + id + " is kept");
      listening
          .filter(all -> all.strategies(topic).isEmpty())
          .ifPresent(all -> console.err().println(console.errInk().yellow(all.nobody(topic))));
    }
    return ExitCode.DONE.code();
  }

  /** Who listens to what in the running daemon; empty when there is none to be asked. */
  private Optional<Listening> listening() throws InterruptedException {
    Path dataDir = store.settings(console).dataDir();
    if (DataDirectory.holder(dataDir).filter(holder -> holder.port() != 0).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Listening.of(DaemonClient.of(dataDir).get("/api/v1/strategies")));
    } catch (ProblemException e) {
      return Optional.empty(); // the event is kept, whoever cannot be asked
    }
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
