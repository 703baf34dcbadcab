package dev.orrery.control.api;

import dev.orrery.control.PlaneBench;
import dev.orrery.control.command.DeploymentCommands;
import dev.orrery.control.deploy.Deployer;
import dev.orrery.control.deploy.MachinesInMemory;
import dev.orrery.control.deploy.Upgrades;
import dev.orrery.control.job.CronSecrets;
import dev.orrery.control.job.HeartbeatSweep;
import dev.orrery.control.job.HeartbeatTable;
import dev.orrery.control.job.Jobs;
import dev.orrery.control.job.PendingAgentTable;
import dev.orrery.control.job.PendingAgentsGc;
import dev.orrery.control.job.SlotTable;
import dev.orrery.control.skill.ArtifactTable;
import dev.orrery.control.skill.JarVerifier;
import dev.orrery.control.skill.Skills;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.ReleaseTable;
import dev.orrery.deployment.http.Json;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A control plane's port over a fresh database, asked as Alice, Bob, an operator or nobody. */
final class ApiBench implements AutoCloseable {
  static final String CRON = "cron-secret";

  final PlaneBench plane = new PlaneBench();
  final ApiTokenTable tokens = new ApiTokenTable(plane.database);
  final String alice = token(PlaneBench.ALICE, ApiTokenTable.Role.USER);
  final String bob = token(PlaneBench.BOB, ApiTokenTable.Role.USER);
  final String operator = token(PlaneBench.BOB, ApiTokenTable.Role.OPERATOR);
  final MachinesInMemory machines = new MachinesInMemory();
  final PlaneServices services = services();
  final PlaneDoor door = PlaneDoor.open("127.0.0.1", 0, services);
  private final HttpClient client = HttpClient.newHttpClient();

  /** An answer; the body is what was written, to the letter. */
  record Answer(int status, String type, String body) {
    JsonNode json() {
      return Json.node(body);
    }

    String detail() {
      return json().path("detail").asString();
    }
  }

  private PlaneServices services() {
    Skills skills =
        new Skills(
            (name, jar) -> new JarVerifier.Verdict.Loads(List.of("sma")),
            new ArtifactTable(plane.database),
            plane.skills);
    return new PlaneServices(
        plane.database,
        tokens,
        skills,
        new Deployer(plane.deploys, () -> new DeployGates(false, false), () -> {}),
        new DeploymentCommands(
            plane.commands, plane.deployments, plane.launches, plane.panic, deployment -> true),
        plane.commands,
        plane.panic,
        new Jobs(
            List.of(
                new HeartbeatSweep(new HeartbeatTable(plane.database)),
                new PendingAgentsGc(new PendingAgentTable(plane.database))),
            new SlotTable(plane.database),
            "test",
            Duration.ofSeconds(10)),
        new CronSecrets(List.of(Secret.of(CRON))),
        new Upgrades(machines, new ReleaseTable(plane.database), plane.launches, _ -> Map.of()));
  }

  private String token(UUID user, ApiTokenTable.Role role) {
    return tokens.issue(user, role, "test", null).reveal();
  }

  Answer get(@Nullable String token, String path) throws IOException, InterruptedException {
    return ask(token, "GET", path, null, Map.of());
  }

  Answer post(@Nullable String token, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    return ask(token, "POST", path, body, Map.of());
  }

  Answer ask(
      @Nullable String token,
      String method,
      String path,
      @Nullable Map<String, ?> body,
      Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(Json.write(body)));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""), answer.body());
  }

  @Override
  public void close() {
    client.close();
    door.close();
    plane.close();
  }
}
