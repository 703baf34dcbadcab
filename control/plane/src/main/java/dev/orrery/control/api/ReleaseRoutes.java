package dev.orrery.control.api;

import dev.orrery.control.deploy.Upgrades;
import dev.orrery.deployment.LaunchTable;
import dev.orrery.deployment.ReleaseTable;
import dev.orrery.deployment.http.Fields;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Releases, what is pinned to them, and upgrades. Thread-safe. */
final class ReleaseRoutes {
  private final Upgrades upgrades;
  private final ReleaseTable releases;
  private final LaunchTable launches;

  ReleaseRoutes(Upgrades upgrades, LaunchTable launches) {
    this.upgrades = upgrades;
    this.releases = upgrades.releases();
    this.launches = launches;
  }

  List<Route> all() {
    return List.of(
        Route.get("/releases", "What machines can run, the latest first.", this::list),
        Route.post(
            "/releases",
            200,
            "Writes down a release; makes it current for new deployments. An operator's.",
            List.of("image", "version", "notes", "keep_current"),
            this::publish),
        Route.get(
            "/deployments/{id}/release", "What it is pinned to, and what is current.", this::pin),
        Route.post(
            "/deployments/{id}/upgrade",
            200,
            "Gives its machine the current release, or another one, in place.",
            List.of("image"),
            this::upgrade),
        Route.get("/upgrades", "Which of yours run something else than is current.", this::drift),
        Route.post(
            "/upgrades",
            200,
            "Upgrades all of yours that run something else than is current.",
            List.of(),
            this::upgradeAll));
  }

  private Object list(Call call) {
    return releases.all().stream().map(ReleaseRoutes::json).toList();
  }

  private Object publish(Call call) {
    if (!call.caller().operator()) {
      throw new ProblemException(
          Problem.refused("releases", "are an operator's to publish", "ask one"));
    }
    Fields fields = call.fields();
    return json(
        releases.publish(
            fields.name("image"),
            fields.name("version"),
            fields.text("notes").orElse(""),
            call.caller().name(),
            !fields.flag("keep_current")));
  }

  private Object pin(Call call) {
    UUID id = call.id();
    LaunchTable.Pinned pinned =
        launches.pin(call.user(), id).orElseThrow(() -> DeploymentRoutes.none(id));
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("deployment_id", id.toString());
    fields.put("skill", pinned.deployment().name());
    fields.put("fly_image", pinned.image());
    fields.put("current_image", releases.currentLiveRunnerImage().orElse(null));
    fields.put(
        "outdated",
        releases.pins(call.user()).stream()
            .anyMatch(it -> it.deployment().equals(id) && it.outdated()));
    return fields;
  }

  private Object drift(Call call) {
    String current = releases.currentLiveRunnerImage().orElse(null);
    return releases.pins(call.user()).stream()
        .filter(ReleaseTable.Pin::outdated)
        .map(it -> {
          Map<String, @Nullable Object> fields = new LinkedHashMap<>();
          fields.put("deployment_id", it.deployment().toString());
          fields.put("skill", it.name());
          fields.put("fly_image", it.image());
          fields.put("current_image", current);
          return fields;
        })
        .toList();
  }

  private Object upgrade(Call call) {
    UUID id = call.id();
    if (launches.pin(call.user(), id).isEmpty()) {
      throw DeploymentRoutes.none(id);
    }
    return json(upgrades.upgrade(call.caller(), id, call.fields().named("image").orElse(null)));
  }

  private Object upgradeAll(Call call) {
    return upgrades.upgradeOutdated(call.caller()).stream()
        .map(it -> {
          Upgrades.Upgraded done = it.done();
          Map<String, @Nullable Object> fields = new LinkedHashMap<>();
          fields.put("deployment_id", it.deployment().toString());
          fields.put("skill", it.name());
          fields.put("upgraded", done == null ? null : json(done));
          fields.put("refused", it.refusal());
          return fields;
        })
        .toList();
  }

  private static Map<String, @Nullable Object> json(Upgrades.Upgraded done) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("deployment_id", done.deployment().toString());
    fields.put("skill", done.name());
    fields.put("from", done.from());
    fields.put("to", done.to());
    return fields;
  }

  private static Map<String, @Nullable Object> json(ReleaseTable.Release release) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("image", release.image());
    fields.put("version", release.version());
    fields.put("notes", release.notes());
    fields.put("actor", release.actor());
    fields.put("created_at", release.createdAt().toString());
    fields.put("current", release.current());
    return fields;
  }
}
