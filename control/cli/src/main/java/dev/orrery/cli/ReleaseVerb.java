package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.database.Database;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.Deployment;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Ends quarantines: asks the daemon of a data directory, which answers what came of it; where there
 * is none to ask, leaves a row for the next start.
 */
final class ReleaseVerb {
  private final Console console;
  private final StoreOptions store;
  private final boolean json;
  private final List<Map<String, @Nullable Object>> told = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  ReleaseVerb(Console console, StoreOptions store, boolean json) {
    this.console = console;
    this.store = store;
    this.json = json;
  }

  int release(List<String> names) throws InterruptedException {
    List<String> each = names.stream().distinct().toList();
    if (store.daemonUp(console).orElse(false)) {
      DaemonClient daemon = DaemonClient.of(store.settings(console).dataDir());
      for (String name : each) {
        ask(daemon, name);
      }
    } else {
      leave(each);
    }
    if (json) {
      console.out().println(JsonText.indented(told));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
    return ExitCode.DONE.code();
  }

  private void ask(DaemonClient daemon, String name) throws InterruptedException {
    try {
      JsonNode answer =
          daemon.post(
              "/api/v1/commands", Map.of("strategy", name, "kind", CommandKind.RELEASE.text()));
      String error = answer.path("error").asString("");
      if (!error.isEmpty()) {
        problems.add(Told.problem(name, error));
      }
      boolean done = !answer.path("acked_at").isNull();
      tell(
          name,
          answer.path("id").asString(""),
          answer.path("acked_at").asString(null),
          error.isEmpty() ? null : error,
          done ? "released" : "release is sent; orrery strategies shows what becomes of it");
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
  }

  private void leave(List<String> names) {
    try (Database database = store.open(console)) {
      Commands commands = new Commands(database);
      Deployments deployments = new Deployments(database);
      for (String name : names) {
        try {
          Deployment deployment = deployments.named(name);
          Command sent =
              commands.send(
                  Deployments.user(),
                  deployment.id(),
                  CommandKind.RELEASE,
                  Map.of("strategy", name),
                  Deployments.actor());
          tell(
              name,
              sent.id().toString(),
              null,
              null,
              "release is kept, and obeyed when the daemon starts before " + sent.expiresAt());
        } catch (ProblemException e) {
          problems.addAll(e.problems());
        }
      }
    }
  }

  private void tell(
      String name, String id, @Nullable String ackedAt, @Nullable String error, String line) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", id);
    object.put("strategy", name);
    object.put("kind", CommandKind.RELEASE.text());
    object.put("acked_at", ackedAt);
    object.put("error", error);
    told.add(object);
    if (!json && error == null) {
      console.out().println(name + ": " + line);
    }
  }
}
