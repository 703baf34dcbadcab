package dev.orrery.control.api;

import dev.orrery.control.deploy.Deployer;
import dev.orrery.database.Database;
import dev.orrery.deployment.Actor;
import dev.orrery.deployment.BrokerKind;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.CommandRules;
import dev.orrery.deployment.CostTable;
import dev.orrery.deployment.DeployOrder;
import dev.orrery.deployment.DeployTable;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.DeploymentViewTable;
import dev.orrery.deployment.HandoverTable;
import dev.orrery.deployment.http.Fields;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.kernel.OneLine;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deployments: made, listed, looked at. Thread-safe. */
final class DeploymentRoutes {
  private static final List<String> ORDER = List.of("skill", "version", "broker", "agent", "vault");
  private static final int MOST_TOLD = 100;

  private final Deployer deployer;
  private final DeploymentTable deployments;
  private final DeploymentViewTable views;
  private final HandoverTable handover;
  private final CostTable costs;

  DeploymentRoutes(Deployer deployer, Database database) {
    this.deployer = deployer;
    this.deployments = new DeploymentTable(database);
    this.views = new DeploymentViewTable(database);
    this.handover = new HandoverTable(database);
    this.costs = new CostTable(database);
  }

  List<Route> all() {
    return List.of(
        Route.get(
            "/deployments", "Your deployments, the latest first.", this::list, "limit", "after"),
        Route.create(
            "/deployments",
            "Deploys a version of a skill; what it replaces is told to stop.",
            ORDER,
            this::deploy),
        Route.get(
            "/deployments/{id}",
            "A deployment, what may be sent to it now, and whom it waits for.",
            this::one));
  }

  private Object list(Call call) {
    int limit = call.limit();
    return Pages.of(
        views.page(call.user(), call.afterId(), limit + 1),
        limit,
        DeploymentJson::of,
        view -> view.id().toString());
  }

  private Object one(Call call) {
    return json(call.user(), call.id());
  }

  private Map<String, @Nullable Object> json(UUID user, UUID id) {
    DeploymentViewTable.View view = views.find(user, id).orElseThrow(() -> none(id));
    Map<String, @Nullable Object> fields = DeploymentJson.of(view);
    Deployment row = deployments.get(user, id);
    fields.put(
        "allowed",
        CommandRules.allowed(row, Actor.Role.OWNER, costs.read(user, id)).stream()
            .map(CommandKind::text)
            .toList());
    boolean waits = row.status() == DeploymentStatus.PROVISIONING;
    fields.put(
        "waiting_for",
        waits
            ? handover.before(user, id).stream().map(HandoverTable.Predecessor::text).toList()
            : List.of());
    return fields;
  }

  private Object deploy(Call call) {
    Fields fields = call.fields();
    String agent = fields.named("agent").orElse(null);
    DeployOrder order =
        new DeployOrder(
            fields.name("skill"),
            fields.wholeNumber("version").orElse(null),
            broker(fields.name("broker")),
            agent == null
                ? null
                : Call.uuid(agent)
                    .orElseThrow(() -> HttpProblem.badRequest("field agent", "is no id")),
            fields.named("vault").orElse(null),
            call.made());
    DeployTable.Made made = deployer.deploy(call.caller(), order);
    Map<String, @Nullable Object> answer = json(call.user(), made.deployment().id());
    answer.put("replaced", made.replaced().stream().map(UUID::toString).toList());
    return answer;
  }

  static HttpProblem none(UUID id) {
    return HttpProblem.notFound("deployment " + id, "see /api/v1/deployments");
  }

  private static BrokerKind broker(String text) {
    try {
      return BrokerKind.of(text);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(
          "field broker",
          "is neither paper nor hyperliquid-mainnet: " + OneLine.of(text, MOST_TOLD));
    }
  }
}
