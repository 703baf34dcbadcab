package dev.orrery.runner.http;

import dev.orrery.api.Trigger;
import dev.orrery.config.Loaded;
import dev.orrery.config.Names;
import dev.orrery.config.run.RunConfig;
import dev.orrery.deployment.Actor;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.PanicState;
import dev.orrery.deployment.PanicTable;
import dev.orrery.deployment.PanicWatch;
import dev.orrery.deployment.Users;
import dev.orrery.deployment.http.Fields;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.deployment.http.Json;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.Problem;
import dev.orrery.runner.command.SafetyDesk;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.trigger.TriggerKeys;
import dev.orrery.trigger.event.EventInbox;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** What the API answers, as maps and lists. Thread-safe. */
public final class Api {
  private static final Actor ACTOR = Actor.owner("local");
  private static final List<String> COMMAND = List.of("strategy", "kind", "reason");
  private static final List<String> TRIGGER =
      List.of("strategy", "payload", "requestId", "preview");
  private static final List<String> EVENT = List.of("topic", "payload");
  private static final List<String> PANIC = List.of("reason");
  private static final long WAIT_FOR_ACK = TimeUnit.SECONDS.toNanos(2);
  private static final Duration WAIT_FOR_VERDICT = Duration.ofSeconds(15);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final StrategyRuntime runtime;
  private final Records records;
  private final Loaded<RunConfig> config;
  private final DeploymentTable deployments;
  private final Commands commands;
  private final PanicTable panic;
  private final PanicWatch watch;
  private final SafetyDesk safety;
  private final EventInbox inbox;
  private final ManualVerdicts verdicts;
  private final IdSource ids;

  /** Over a host that is up. */
  public Api(
      StrategyRuntime runtime,
      Records records,
      Loaded<RunConfig> config,
      DeploymentTable deployments,
      Commands commands,
      PanicTable panic,
      PanicWatch watch,
      SafetyDesk safety,
      EventInbox inbox,
      ManualVerdicts verdicts,
      IdSource ids) {
    this.runtime = runtime;
    this.records = records;
    this.config = config;
    this.deployments = deployments;
    this.commands = commands;
    this.panic = panic;
    this.watch = watch;
    this.safety = safety;
    this.inbox = inbox;
    this.verdicts = verdicts;
    this.ids = ids;
  }

  Records records() {
    return records;
  }

  Object strategies() {
    return runtime.strategies().stream().map(StrategyJson::of).toList();
  }

  Object strategy(String name) {
    return StrategyJson.of(status(name));
  }

  Object plugins() {
    List<Object> loaded =
        runtime.plugins().stream()
            .map(jar -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("file", jar.fileName());
              fields.put("digest", jar.digest().hex());
              fields.put("api_version", jar.apiVersion().toString());
              fields.put(
                  "strategies", jar.strategies().stream().map(offered -> offered.name()).toList());
              fields.put("offers", jar.strategies().stream().map(Api::offered).toList());
              return (Object) fields;
            })
            .toList();
    List<Object> refused =
        runtime.refusedPlugins().stream()
            .map(jar -> {
              Map<String, Object> fields = new LinkedHashMap<>();
              fields.put("file", jar.fileName());
              fields.put("strategies", jar.strategies().stream().sorted().toList());
              fields.putAll(Json.problem(jar.problem()));
              return (Object) fields;
            })
            .toList();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("loaded", loaded);
    all.put("refused", refused);
    return all;
  }

  private static Map<String, Object> offered(StrategyDescriptor strategy) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", strategy.name());
    fields.put("vault", strategy.vaultId());
    fields.put("triggers", strategy.triggers().stream().map(TriggerKeys::of).toList());
    return fields;
  }

  /** Every value in force with its origin; secrets are not in it. */
  Object config() {
    return config.settings().stream()
        .map(setting -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("key", setting.key());
          fields.put("value", setting.text());
          fields.put("origin", setting.origin().toString());
          return fields;
        })
        .toList();
  }

  /** Sends a command and waits a moment for what comes of it. */
  Object command(Map<String, @Nullable Object> body) {
    Fields fields = Fields.of(body, COMMAND);
    String strategy = fields.name("strategy");
    CommandKind kind = kind(fields.name("kind"));
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    Optional<String> said = fields.said("reason");
    said.ifPresent(reason -> payload.put("reason", reason));
    String reason = said.orElseGet(() -> kind.verb() + " by " + ACTOR.text());
    SafetyDesk.Sent sent =
        safety.send(strategy, kind, reason, ACTOR, () -> row(strategy, kind, payload));
    Command row = sent.row();
    return row == null
        ? switchedJson(kind, sent.at(), status(strategy).state())
        : commandJson(awaitAck(row));
  }

  private Command row(String strategy, CommandKind kind, Map<String, @Nullable Object> payload) {
    Deployment deployment =
        deployments
            .findByName(Users.LOCAL, strategy)
            .orElseThrow(() -> HttpProblem.notFound("strategy " + strategy, wayOut(strategy)));
    return commands.send(Users.LOCAL, deployment.id(), kind, payload, ACTOR);
  }

  Object command(String id) {
    return commandJson(
        commands
            .find(Users.LOCAL, uuid(id))
            .orElseThrow(() -> HttpProblem.notFound("command " + id, "")));
  }

  /** Fires by hand and tells what became of it, or shows what would come of it. */
  Object trigger(Map<String, @Nullable Object> body) throws InterruptedException {
    Fields asked = Fields.of(body, TRIGGER);
    boolean preview = asked.flag("preview");
    String strategy = status(asked.name("strategy")).name();
    String payload = asked.text("payload").orElse(null);
    Json.requireJson("field payload", payload);
    if (preview) {
      return PreviewJson.of(
          status(strategy), runtime.preview(strategy, payload), runtime.board().snapshot());
    }
    String request = asked.named("requestId").orElseGet(() -> ids.next().toString());
    String decision = runtime.trigger(strategy, request, payload);
    Optional<ManualVerdicts.Outcome> known =
        verdicts.await(decision, WAIT_FOR_VERDICT, () -> records.outcome(decision));
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("decision", decision);
    fields.put("requestId", request);
    fields.put("verdict", known.map(ManualVerdicts.Outcome::verdict).orElse(null));
    fields.put("reasons", known.map(ManualVerdicts.Outcome::reasons).orElse(List.of()));
    fields.put("outcomes", known.map(ManualVerdicts.Outcome::outcomes).orElse(List.of()));
    return fields;
  }

  /** Emits a durable event. */
  Object event(Map<String, @Nullable Object> body) {
    Fields fields = Fields.of(body, EVENT);
    String payload = fields.text("payload").orElse("");
    Json.requireJson("field payload", payload.isEmpty() ? null : payload);
    return Map.of("id", inbox.emit(fields.name("topic"), payload));
  }

  Object panic() {
    return panicJson(watch.state());
  }

  Object engage(Map<String, @Nullable Object> body) {
    SafetyDesk.Engaged engaged = safety.engage(Fields.of(body, PANIC).reason("reason"), ACTOR);
    Map<String, @Nullable Object> fields = panicJson(engaged.state());
    fields.put("paused", engaged.paused());
    fields.put("written", engaged.written());
    return fields;
  }

  Object clear() {
    safety.requireWritten();
    panic.clear("cleared by its owner", ACTOR);
    watch.refresh();
    return panicJson(watch.state());
  }

  private Command awaitAck(Command sent) {
    long end = System.nanoTime() + WAIT_FOR_ACK;
    Command now = sent;
    while (now.ackedAt() == null && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
      try {
        now = commands.find(Users.LOCAL, sent.id()).orElse(sent);
      } catch (JdbiException e) {
        return sent; // it was sent; what came of it can be asked later
      }
    }
    return now;
  }

  private static Map<String, @Nullable Object> commandJson(Command command) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", command.id().toString());
    fields.put("kind", command.kind().text());
    fields.put("created_at", command.createdAt().toString());
    fields.put("acked_at", command.ackedAt() == null ? null : command.ackedAt().toString());
    fields.put("result", command.result());
    fields.put("error", command.error());
    return fields;
  }

  /** A command that is obeyed and has no row yet. */
  private static Map<String, @Nullable Object> switchedJson(
      CommandKind kind, Instant at, String state) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", null);
    fields.put("kind", kind.text());
    fields.put("created_at", at.toString());
    fields.put("acked_at", at.toString());
    fields.put("result", Map.of("state", state, "written", false));
    fields.put("error", null);
    return fields;
  }

  private static Map<String, @Nullable Object> panicJson(PanicState state) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("engaged", state.engaged());
    fields.put("reason", state.reason());
    fields.put("actor", state.actor());
    fields.put("updated_at", state.updatedAt().toString());
    return fields;
  }

  private StrategyStatus status(String name) {
    return runtime.strategies().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> HttpProblem.notFound("strategy " + name, known()));
  }

  private String wayOut(String name) {
    return Names.wayOut(name, runtime.strategies().stream().map(StrategyStatus::name).toList());
  }

  private String known() {
    return "there are "
        + String.join(", ", runtime.strategies().stream().map(StrategyStatus::name).toList());
  }

  private static CommandKind kind(String text) {
    try {
      return CommandKind.of(text);
    } catch (IllegalArgumentException e) {
      throw new HttpProblem(
          400,
          Problem.refused(
              "field kind",
              "is no command: " + text,
              "there are pause, resume, flatten, stop, clear-halt, snapshot, release"));
    }
  }

  private static UUID uuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest("id", "is no UUID: " + text);
    }
  }

  /** As people write one. */
  static String triggerText(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Every every -> "every " + every.period().toSeconds() + "s";
      case Trigger.Cron cron -> cron.expression();
      case Trigger.Event event -> "event " + event.topic();
      case Trigger.Manual _ -> "manual";
      case Trigger.BarClose bar -> "bar close " + bar.symbol() + " " + bar.interval();
    };
  }
}
