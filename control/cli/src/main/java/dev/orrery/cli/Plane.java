package dev.orrery.cli;

import dev.orrery.config.Names;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A control plane, as verbs speak of it. Confined to one thread. */
final class Plane {
  private static final String DEPLOYMENTS = "/api/v1/deployments";
  private static final int SHORTEST_ID = 4;

  private final DaemonClient client;

  Plane(DaemonClient client) {
    this.client = client;
  }

  /** All deployments, the latest first. */
  List<JsonNode> deployments() throws InterruptedException {
    return pages(DEPLOYMENTS);
  }

  /** All skills, by name. */
  List<JsonNode> skills() throws InterruptedException {
    return pages("/api/v1/skills");
  }

  /** One deployment, with what may be sent to it and whom it waits for. */
  JsonNode deployment(String id) throws InterruptedException {
    return client.get(DEPLOYMENTS + "/" + id);
  }

  /**
   * A page of what a deployment and its runner said.
   *
   * @param query behind the path
   */
  JsonNode logs(String id, String query) throws InterruptedException {
    return client.get(DEPLOYMENTS + "/" + id + "/logs?" + query);
  }

  /** What machines can run, the latest first. */
  List<JsonNode> releases() throws InterruptedException {
    return client.get("/api/v1/releases").valueStream().toList();
  }

  /** Gives the machine of one the current release. */
  JsonNode upgrade(String id) throws InterruptedException {
    return client.post(DEPLOYMENTS + "/" + id + "/upgrade", Map.of());
  }

  /** Does that for all that run something else; what came of each. */
  List<JsonNode> upgradeOutdated() throws InterruptedException {
    return client.post("/api/v1/upgrades", Map.of()).valueStream().toList();
  }

  /** Deploys. */
  JsonNode deploy(Map<String, ? extends @Nullable Object> order) throws InterruptedException {
    return client.post(DEPLOYMENTS, order);
  }

  /** Publishes. */
  JsonNode publish(Map<String, ? extends @Nullable Object> publication)
      throws InterruptedException {
    return client.post("/api/v1/skills", publication);
  }

  /** Sends a command; its row. */
  JsonNode send(String id, Map<String, ? extends @Nullable Object> command)
      throws InterruptedException {
    return client.post(DEPLOYMENTS + "/" + id + "/commands", command);
  }

  /** A command's row. */
  JsonNode command(String id) throws InterruptedException {
    return client.get("/api/v1/commands/" + id);
  }

  /**
   * The deployment that is meant: by the beginning of an id, or by its skill's name. Of a name that
   * is the one that holds its place, or else the latest.
   *
   * @throws ProblemException REFUSED when there is none, or when it could be several
   */
  static JsonNode named(String name, List<JsonNode> all) {
    List<JsonNode> byId =
        all.stream()
            .filter(each ->
                name.length() >= SHORTEST_ID && each.path("id").asString("").startsWith(name))
            .toList();
    List<JsonNode> byName =
        all.stream().filter(each -> each.path("skill").asString("").equals(name)).toList();
    List<JsonNode> holding = byName.stream().filter(Plane::holdsItsPlace).toList();
    List<JsonNode> meant = byName.isEmpty() ? byId : holding.isEmpty() ? byName : holding;
    if (meant.isEmpty()) {
      List<String> known =
          all.stream().map(each -> each.path("skill").asString("")).distinct().toList();
      throw new ProblemException(
          Problem.refused(
              "deployment " + name,
              "is not known here",
              known.isEmpty() ? "nothing was deployed yet" : Names.wayOut(name, known)));
    }
    boolean several = byName.isEmpty() ? meant.size() > 1 : holding.size() > 1;
    if (several) {
      throw new ProblemException(
          Problem.refused(
              "deployment " + name,
              "could be any of " + String.join(", ", meant.stream().map(Plane::shortId).toList()),
              "say which by the beginning of its id"));
    }
    return meant.getFirst();
  }

  /** Whether it is neither over nor about to be. */
  static boolean holdsItsPlace(JsonNode deployment) {
    return switch (deployment.path("status").asString("")) {
      case "provisioning", "running", "paused", "halted" -> true;
      default -> false;
    };
  }

  /** As people call one of several of the same name. */
  static String shortId(JsonNode deployment) {
    String id = deployment.path("id").asString("");
    return id.substring(0, Math.min(8, id.length()));
  }

  private List<JsonNode> pages(String path) throws InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    String next = path + "?limit=500";
    while (true) {
      JsonNode page = client.get(next);
      page.path("items").forEach(all::add);
      String after = page.path("next").asString("");
      if (after.isEmpty()) {
        return all;
      }
      next = path + "?limit=500&after=" + after;
    }
  }
}
