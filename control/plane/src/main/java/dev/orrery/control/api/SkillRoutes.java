package dev.orrery.control.api;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.run.Caps;
import dev.orrery.control.skill.Publication;
import dev.orrery.control.skill.Skills;
import dev.orrery.deployment.SkillPayload;
import dev.orrery.deployment.SkillTable;
import dev.orrery.deployment.http.Fields;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.deployment.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Skills and their versions. Thread-safe. */
final class SkillRoutes {
  private static final List<String> PUBLICATION =
      List.of(
          "file",
          "jar",
          "name",
          "strategy",
          "parameters",
          "risk",
          "symbols",
          "tickIntervalSeconds",
          "model");

  private final Skills skills;
  private final SkillTable table;

  SkillRoutes(Skills skills, SkillTable table) {
    this.skills = skills;
    this.table = table;
  }

  List<Route> all() {
    return List.of(
        Route.get("/skills", "Your skills, by name.", this::list, "limit", "after"),
        Route.create(
            "/skills",
            "Publishes a jar, in base64, as a version of a skill. The same again is the same"
                + " version.",
            PUBLICATION,
            this::publish),
        Route.get("/skills/{name}", "A skill with all its versions, the latest first.", this::one));
  }

  private Object list(Call call) {
    int limit = call.limit();
    return Pages.of(
        table.page(call.user(), call.after(), limit + 1),
        limit,
        SkillRoutes::json,
        SkillTable.Skill::name);
  }

  private Object one(Call call) {
    SkillTable.Skill skill =
        table
            .find(call.user(), call.text("name"))
            .orElseThrow(() -> HttpProblem.notFound("skill", "see /api/v1/skills"));
    Map<String, @Nullable Object> fields = json(skill);
    fields.put(
        "versions",
        table.versions(call.user(), skill.id()).stream().map(SkillRoutes::json).toList());
    return fields;
  }

  private Object publish(Call call) {
    Fields fields = call.fields();
    Skills.Published made =
        skills.publish(call.user(), fields.name("file"), bytes(fields), publication(fields));
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("id", made.skill().toString());
    answer.put("name", made.name());
    answer.put("version", made.version());
    answer.put("jar", made.jar().hex());
    return answer;
  }

  private static Publication publication(Fields fields) {
    Caps risk = risk(fields);
    List<String> symbols = fields.texts("symbols");
    Duration tick =
        fields
            .wholeNumber("tickIntervalSeconds")
            .map(Duration::ofSeconds)
            .orElse(SkillPayload.DEFAULT_TICK_INTERVAL);
    if (!tick.isPositive()) {
      throw HttpProblem.badRequest("field tickIntervalSeconds", "is not above 0");
    }
    return new Publication(
        fields.named("name").orElse(null),
        fields.named("strategy").orElse(null),
        fields.object("parameters").orElse(Map.of()),
        risk,
        symbols.isEmpty() ? risk.allowedSymbols().stream().sorted().toList() : symbols,
        tick,
        fields.named("model").orElse(null));
  }

  /** Read as a configuration file would be: all problems at once, and nothing unknown. */
  private static Caps risk(Fields fields) {
    Map<String, @Nullable Object> risk =
        fields
            .object("risk")
            .orElseThrow(() ->
                HttpProblem.badRequest("field risk", "is missing: no version is without caps"));
    String text = new String(Json.write(risk), StandardCharsets.UTF_8);
    return ConfigLoader.of(Caps.class).text("risk", text).read().require().value();
  }

  private static byte[] bytes(Fields fields) {
    String text =
        fields.text("jar").orElseThrow(() -> HttpProblem.badRequest("field jar", "is missing"));
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest("field jar", "is no base64: " + e.getMessage());
    }
  }

  private static Map<String, @Nullable Object> json(SkillTable.Skill skill) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", skill.id().toString());
    fields.put("name", skill.name());
    fields.put("latest_version", skill.latest());
    fields.put("created_at", skill.createdAt().toString());
    return fields;
  }

  private static Map<String, @Nullable Object> json(SkillTable.Saved saved) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("version", saved.version());
    fields.put("created_at", saved.createdAt().toString());
    fields.put("payload", Json.node(saved.payload().json()));
    return fields;
  }
}
