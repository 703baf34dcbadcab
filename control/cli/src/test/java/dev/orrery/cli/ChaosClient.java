package dev.orrery.cli;

import dev.orrery.cli.print.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who sends commands all the time and keeps account of them. An answer that is lost is
 * looked for: a deploy is asked again under its key, a command by the reason it was given, which no
 * other has. A thread of its own.
 */
final class ChaosClient implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final long PAUSE_MILLIS = 150;
  private static final List<String> USUAL =
      List.of("pause", "resume", "snapshot", "resume", "flatten", "resume", "pause", "resume");

  private final URI base;
  private final String token;
  private final Random random;
  private final List<String> skills;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final Thread thread = Thread.ofPlatform().name("client").unstarted(this::run);
  private final Map<String, String> sent = new ConcurrentHashMap<>();
  private final Set<String> deployed = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> kinds = new TreeMap<>();
  private volatile boolean commanding;
  private int unanswered;
  private int refused;
  private volatile @Nullable Throwable failure;
  private int count;

  ChaosClient(URI base, String token, List<String> skills, long seed) {
    this.base = base;
    this.token = token;
    this.skills = skills;
    this.random = new Random(seed);
  }

  private record Answer(int status, JsonNode body) {
    boolean ok() {
      return status < 300;
    }
  }

  /** Deploys. */
  void start() {
    thread.start();
  }

  /** Sends commands, too, from now on. */
  void command() {
    commanding = true;
  }

  /** The ids of commands that were accepted, by the reason given. */
  Map<String, String> sent() {
    return Map.copyOf(sent);
  }

  /** The deployments that were accepted. */
  Set<String> deployed() {
    return Set.copyOf(deployed);
  }

  /** How many of each kind were accepted, how many were refused, and how many answers were lost. */
  Map<String, Object> counts() {
    Map<String, Object> all = new TreeMap<>(kinds);
    all.put("refused", refused);
    all.put("answers_lost", unanswered);
    return all;
  }

  /** Sends what it is at to its end and nothing more. */
  void end() throws InterruptedException {
    ending.set(true);
    if (!thread.join(Duration.ofMinutes(2))) {
      throw new AssertionError("the control plane does not answer any more");
    }
    if (failure != null) {
      throw new AssertionError("the client failed", failure);
    }
  }

  private void run() {
    try {
      while (!ending.get()) {
        step();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  private void step() throws InterruptedException {
    String skill = skills.get(random.nextInt(skills.size()));
    int chance = random.nextInt(100);
    Optional<JsonNode> there = holding(skill);
    if (there.isEmpty() || (commanding && chance < 2)) {
      deploy(skill);
      return;
    }
    if (!commanding) {
      return;
    }
    String id = there.get().path("id").asString();
    List<String> allowed =
        certain("GET", "/api/v1/deployments/" + id, Map.of(), "")
            .body()
            .path("allowed")
            .valueStream()
            .map(JsonNode::asString)
            .toList();
    String kind = chance < 4 ? "stop" : USUAL.get(random.nextInt(USUAL.size()));
    if (allowed.contains(kind)) {
      command(id, kind);
    }
  }

  private Optional<JsonNode> holding(String skill) throws InterruptedException {
    return all().stream()
        .filter(each -> each.path("skill").asString("").equals(skill) && Plane.holdsItsPlace(each))
        .findFirst();
  }

  /** All deployments. */
  private List<JsonNode> all() throws InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    certain("GET", "/api/v1/deployments?limit=500", Map.of(), "")
        .body()
        .path("items")
        .forEach(all::add);
    return all;
  }

  private void deploy(String skill) throws InterruptedException {
    Answer answer =
        certain(
            "POST", "/api/v1/deployments", Map.of("skill", skill, "broker", "paper"), "k" + next());
    if (answer.ok()) {
      deployed.add(answer.body().path("id").asString());
      kinds.merge("deploy", 1, Integer::sum);
    } else {
      refused++;
    }
  }

  private void command(String id, String kind) throws InterruptedException {
    String reason = "chaos " + next();
    String path = "/api/v1/deployments/" + id + "/commands";
    Optional<Answer> answer = once("POST", path, Map.of("kind", kind, "reason", reason), "");
    if (answer.isPresent() && answer.get().status() < 500) {
      if (answer.get().ok()) {
        accepted(reason, kind, answer.get().body());
      } else {
        refused++;
      }
      return;
    }
    unanswered++;
    for (JsonNode each : certain("GET", path + "?limit=500", Map.of(), "").body()) {
      if (each.path("payload").path("reason").asString("").equals(reason)) {
        accepted(reason, kind, each);
      }
    }
  }

  /** Tells all to stop, and waits for nothing. */
  void stopAll() throws InterruptedException {
    certain("POST", "/api/v1/commands", Map.of("kind", "stop", "reason", "chaos is over"), "");
  }

  private void accepted(String reason, String kind, JsonNode row) {
    sent.put(reason, row.path("id").asString());
    kinds.merge(kind, 1, Integer::sum);
  }

  private int next() {
    return ++count;
  }

  /** Asks until there is an answer that says something. */
  private Answer certain(String method, String path, Map<String, String> body, String key)
      throws InterruptedException {
    while (true) {
      Optional<Answer> answer = once(method, path, body, key);
      boolean underWay =
          answer.isPresent()
              && answer.get().status() == 409
              && answer.get().body().toString().contains("under way");
      if (answer.isPresent() && answer.get().status() < 500 && !underWay) {
        return answer.get();
      }
      unanswered++;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private Optional<Answer> once(String method, String path, Map<String, String> body, String key)
      throws InterruptedException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + token);
    if (!key.isEmpty()) {
      headers.put("Idempotency-Key", key);
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER);
    headers.forEach(request::header);
    if (method.equals("POST")) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(JsonText.line(body)));
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return Optional.of(new Answer(response.statusCode(), JsonText.read(response.body())));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty(); // nobody is there to answer, which is what this is about
    }
  }

  @Override
  public void close() {
    ending.set(true);
    thread.interrupt();
    http.shutdownNow();
  }
}
