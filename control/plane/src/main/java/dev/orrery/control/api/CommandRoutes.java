package dev.orrery.control.api;

import dev.orrery.control.command.Caller;
import dev.orrery.control.command.DeploymentCommands;
import dev.orrery.database.Database;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.PanicState;
import dev.orrery.deployment.PanicTable;
import dev.orrery.deployment.http.Fields;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.kernel.OneLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commands, and the latch for everything. Thread-safe. */
final class CommandRoutes {
  private static final List<String> COMMAND = List.of("kind", "reason");
  private static final int MOST_TOLD = 100;

  private final DeploymentCommands sender;
  private final Commands commands;
  private final DeploymentTable deployments;
  private final PanicTable panic;

  CommandRoutes(DeploymentCommands sender, Commands commands, PanicTable panic, Database database) {
    this.sender = sender;
    this.commands = commands;
    this.deployments = new DeploymentTable(database);
    this.panic = panic;
  }

  List<Route> all() {
    return List.of(
        Route.post(
            "/deployments/{id}/commands",
            202,
            "Sends a command; what comes of it is in its row.",
            COMMAND,
            this::send),
        Route.get(
            "/deployments/{id}/commands",
            "Its latest commands, the newest first.",
            this::recent,
            "limit"),
        Route.post(
            "/commands", 202, "The same to all of yours that are not stopped.", COMMAND, this::all),
        Route.get("/commands/{id}", "A command, and what came of it.", this::one),
        Route.get("/panic", "How the latch for everything stands.", call -> json(panic.state())),
        Route.post(
            "/panic",
            200,
            "Nothing opens anywhere, nothing is deployed, everything is paused. An operator's.",
            List.of("reason"),
            this::engage),
        Route.delete("/panic", "Clears it; nothing is resumed. An operator's.", this::clear));
  }

  private Object send(Call call) {
    Fields fields = call.fields();
    CommandKind kind = kind(fields);
    UUID owner = owner(call.caller(), call.id());
    Command sent = sender.send(call.caller(), call.id(), kind, fields.said("reason").orElse(null));
    return DeploymentJson.of(commands.find(owner, sent.id()).orElse(sent));
  }

  private Object all(Call call) {
    Fields fields = call.fields();
    return sender
        .sendToAll(call.caller(), kind(fields), fields.said("reason").orElse(null))
        .stream()
        .map(CommandRoutes::json)
        .toList();
  }

  private Object recent(Call call) {
    UUID owner = owner(call.caller(), call.id());
    return commands.recent(owner, call.id(), call.limit()).stream()
        .map(DeploymentJson::of)
        .toList();
  }

  private Object one(Call call) {
    UUID id = call.id();
    return commands
        .find(call.user(), id)
        .map(DeploymentJson::of)
        .orElseThrow(() -> HttpProblem.notFound("command " + id, ""));
  }

  private Object engage(Call call) {
    int paused = sender.panic(call.caller(), call.fields().reason("reason"));
    Map<String, @Nullable Object> fields = json(panic.state());
    fields.put("paused", paused);
    return fields;
  }

  private Object clear(Call call) {
    sender.clearPanic(call.caller(), "cleared by " + call.caller().name());
    return json(panic.state());
  }

  /** Whose it is, for who may know of it. */
  private UUID owner(Caller caller, UUID id) {
    UUID owner = deployments.owner(id).orElseThrow(() -> DeploymentRoutes.none(id));
    if (!owner.equals(caller.user()) && !caller.operator()) {
      throw DeploymentRoutes.none(id);
    }
    return owner;
  }

  private static Map<String, @Nullable Object> json(DeploymentCommands.Answer answer) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("deployment_id", answer.deployment().id().toString());
    fields.put("skill", answer.deployment().name());
    Command sent = answer.sent();
    fields.put("command", sent == null ? null : DeploymentJson.of(sent));
    fields.put("refused", answer.refusal());
    return fields;
  }

  private static Map<String, @Nullable Object> json(PanicState state) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("engaged", state.engaged());
    fields.put("reason", state.reason());
    fields.put("actor", state.actor());
    fields.put("updated_at", state.updatedAt().toString());
    return fields;
  }

  private static CommandKind kind(Fields fields) {
    String text = fields.name("kind");
    try {
      return CommandKind.of(text);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest("field kind", "is no command: " + OneLine.of(text, MOST_TOLD));
    }
  }
}
