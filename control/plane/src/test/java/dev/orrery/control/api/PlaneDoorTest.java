package dev.orrery.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.control.PlaneBench;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.LogTable;
import dev.orrery.testing.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class PlaneDoorTest {
  private static final Map<String, Object> CAPS =
      Map.of(
          "maxPositionPct", 50,
          "maxTotalExposurePct", 100,
          "maxOrdersPerDay", 100,
          "maxOrdersPerMinute", 10,
          "maxLeverage", 2,
          "minOrderUsd", 10,
          "allowedSymbols", List.of("BTC"),
          "dailyLossHaltPct", 10);
  private static final Map<String, Object> ORDER = Map.of("skill", "sma", "broker", "paper");

  private final ApiBench bench = new ApiBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void publishesDeploysCommandsAndShows() throws Exception {
    ApiBench.Answer published = publish();
    assertThat(published.status()).as(published.body()).isEqualTo(201);
    assertThat(published.json().path("version").asInt()).isEqualTo(1);
    assertThat(bench.get(bench.alice, "/api/v1/skills/sma").json().path("versions").size())
        .isEqualTo(1);
    ApiBench.Answer made = bench.post(bench.alice, "/api/v1/deployments", ORDER);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    UUID id = UUID.fromString(made.json().path("id").asString());
    assertThat(made.json().path("status").asString()).isEqualTo("provisioning");
    assertThat(made.json().path("allowed").toString()).isEqualTo("[\"stop\",\"pause\",\"kill\"]");
    ApiBench.Answer sent =
        bench.post(
            bench.alice,
            "/api/v1/deployments/" + id + "/commands",
            Map.of("kind", "pause", "reason", "tired"));
    assertThat(sent.status()).isEqualTo(202);
    assertThat(sent.json().path("actor").asString()).isEqualTo("owner:local");
    String command = sent.json().path("id").asString();
    assertThat(bench.get(bench.alice, "/api/v1/commands/" + command).json()).isEqualTo(sent.json());
    ApiBench.Answer refused =
        bench.post(
            bench.alice, "/api/v1/deployments/" + id + "/commands", Map.of("kind", "clear_halt"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.type()).isEqualTo("application/problem+json");
    assertThat(refused.detail())
        .isEqualTo(
            "deployment sma: it is provisioning, clear-halt needs halted (wait until it is up)");
    bench.post(bench.alice, "/api/v1/deployments/" + id + "/commands", Map.of("kind", "kill"));
    assertThat(bench.plane.now(id).status()).isEqualTo(DeploymentStatus.STOPPED);
  }

  @Test
  void tellsWatchersNumbersAndNothingOfAnybody() throws Exception {
    publish();
    bench.post(bench.alice, "/api/v1/deployments", ORDER);
    for (String stranger : new @Nullable String[] {null, "wrong", bench.alice}) {
      assertThat(bench.get(stranger, "/metrics").status()).isEqualTo(401);
    }
    ApiBench.Answer metrics = bench.get(bench.operator, "/metrics");
    assertThat(metrics.status()).isEqualTo(200);
    assertThat(metrics.type()).startsWith("text/plain");
    assertThat(metrics.body())
        .contains(
            "fleet_deployments{status=\"provisioning\"} 1\n",
            "fleet_alarms_last_hour{event=\"heartbeat_lost\"} 0\n")
        .doesNotContain("sma");
  }

  @Test
  void countsTheMachinesOfOthersBeforeItMakesOneMore() throws Exception {
    publish();
    for (int each = 0; each < 50; each++) {
      bench.plane.deployed(PlaneBench.BOB, "of-bob-" + each);
    }
    ApiBench.Answer answer = bench.post(bench.alice, "/api/v1/deployments", ORDER);
    assertThat(answer.status()).as(answer.body()).isEqualTo(409);
    assertThat(answer.detail())
        .isEqualTo(
            "deployment sma: finds no room for a machine now (stop another of yours, or ask whoever"
                + " keeps the platform)");
    bench.plane.skills.save(PlaneBench.BOB, "his", PlaneBench.payload(1));
    Map<String, Object> his = Map.of("skill", "his", "broker", "paper");
    assertThat(bench.post(bench.operator, "/api/v1/deployments", his).detail())
        .containsPattern("needs \\d+ connections of the database with what is deployed");
  }

  @Test
  void makesNoSecondWhenTheFirstDiedBeforeItsAnswer() throws Exception {
    publish();
    Map<String, String> key = Map.of("Idempotency-Key", "k-1");
    ApiBench.Answer first = bench.ask(bench.alice, "POST", "/api/v1/deployments", ORDER, key);
    bench.plane.execute("update idempotency_keys set answer = null");
    ApiBench.Answer atOnce = bench.ask(bench.alice, "POST", "/api/v1/deployments", ORDER, key);
    assertThat(atOnce.detail()).contains("is under way");
    bench.plane.execute(
        "update idempotency_keys set created_at = created_at - interval '61 seconds'");
    ApiBench.Answer later = bench.ask(bench.alice, "POST", "/api/v1/deployments", ORDER, key);
    assertThat(later.status()).as(later.body()).isEqualTo(201);
    assertThat(later.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(bench.plane.deployments.list(PlaneBench.ALICE)).hasSize(1);
  }

  @Test
  void saysAllThatIsWrongAtOnce() throws Exception {
    Map<String, Object> caps = new LinkedHashMap<>(CAPS);
    caps.remove("maxLeverage");
    caps.put("maxPositionPct", -1);
    caps.put("maxLeverag", 2);
    ApiBench.Answer answer =
        bench.post(
            bench.alice, "/api/v1/skills", Map.of("file", "a.jar", "jar", "YQ==", "risk", caps));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("problems").size()).isGreaterThanOrEqualTo(3);
    assertThat(bench.post(bench.alice, "/api/v1/deployments", Map.of("skil", "sma")).detail())
        .isEqualTo("field skil: is not known here: there are skill, version, broker, agent, vault");
    assertThat(bench.get(bench.alice, "/api/v1/deployments?limt=1").status()).isEqualTo(400);
  }

  @Test
  void createsOnceUnderOneKey() throws Exception {
    publish();
    Map<String, String> key = Map.of("Idempotency-Key", "k-1");
    Set<String> bodies = new HashSet<>();
    int under = 0;
    try (ExecutorService many = Executors.newFixedThreadPool(8)) {
      List<Future<ApiBench.Answer>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            many.submit(() -> bench.ask(bench.alice, "POST", "/api/v1/deployments", ORDER, key)));
      }
      for (Future<ApiBench.Answer> one : all) {
        if (one.get().status() == 201) {
          bodies.add(one.get().body());
        } else {
          assertThat(one.get().detail()).contains("is under way");
          under++;
        }
      }
    }
    assertThat(bodies).as("%s were told to ask again", under).hasSize(1);
    assertThat(bench.ask(bench.alice, "POST", "/api/v1/deployments", ORDER, key).body())
        .isEqualTo(bodies.iterator().next());
    assertThat(bench.plane.deployments.list(PlaneBench.ALICE)).hasSize(1);
    ApiBench.Answer other =
        bench.ask(
            bench.alice,
            "POST",
            "/api/v1/deployments",
            Map.of("skill", "sma", "broker", "paper", "version", 1),
            key);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.detail())
        .isEqualTo("Idempotency-Key: was used for another request (choose another key)");
    bench.post(bench.alice, "/api/v1/deployments", ORDER);
    assertThat(bench.plane.deployments.list(PlaneBench.ALICE)).as("without a key").hasSize(2);
  }

  @Test
  void letsAKeyTryAgainAfterARefusal() throws Exception {
    Map<String, String> key = Map.of("Idempotency-Key", "k-2");
    assertThat(bench.ask(bench.alice, "POST", "/api/v1/deployments", ORDER, key).status())
        .isEqualTo(409);
    publish();
    assertThat(bench.ask(bench.alice, "POST", "/api/v1/deployments", ORDER, key).status())
        .isEqualTo(201);
  }

  @Test
  void handsOutPages() throws Exception {
    for (int i = 0; i < 7; i++) {
      bench.plane.deployed(PlaneBench.ALICE, "skill-" + i);
    }
    for (String list : List.of("/api/v1/deployments", "/api/v1/skills")) {
      Set<String> seen = new TreeSet<>();
      @Nullable String after = "";
      int pages = 0;
      do {
        JsonNode page = bench.get(bench.alice, list + "?limit=3" + after).json();
        page.path("items").forEach(item -> seen.add(item.path("id").asString()));
        after = page.path("next").isNull() ? null : "&after=" + page.path("next").asString();
        pages++;
      } while (after != null);
      assertThat(seen).as(list).hasSize(7);
      assertThat(pages).isEqualTo(3);
    }
  }

  @Test
  void tellsALogBackAndForthAndWaitsForWhatComes() throws Exception {
    UUID id = bench.plane.running(PlaneBench.ALICE, "one");
    String path = "/api/v1/deployments/" + id + "/logs?limit=2";
    assertThat(bench.get(bench.alice, path).body()).isEqualTo("{\"items\":[],\"next\":\"0\"}");
    for (String text : List.of("first", "second", "third")) {
      logged(id, text);
    }
    JsonNode latest = bench.get(bench.alice, path).json();
    assertThat(messages(latest)).containsExactly("second", "third");
    String oldest = latest.path("items").path(0).path("id").asString();
    assertThat(messages(bench.get(bench.alice, path + "&before=" + oldest).json()))
        .containsExactly("first");
    String next = path + "&after=" + latest.path("next").asString();
    assertThat(messages(bench.get(bench.alice, next).json())).isEmpty();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<ApiBench.Answer> waiting =
          other.submit(() -> bench.get(bench.alice, next + "&wait=30"));
      logged(id, "fourth");
      JsonNode more = waiting.get().json();
      assertThat(messages(more)).containsExactly("fourth");
      String rest = path + "&after=" + more.path("next").asString();
      assertThat(messages(bench.get(bench.alice, rest).json())).isEmpty();
    }
    assertThat(bench.get(bench.bob, next).status()).isEqualTo(404);
    for (String wrong :
        List.of("&wait=1", "&after=x", "&before=x", "&level=loud", "&after=1&before=2")) {
      assertThat(bench.get(bench.alice, path + wrong).status()).as(wrong).isEqualTo(400);
    }
  }

  @Test
  void holdsFewReadersOfLogsAndFewerOfOneUser() throws Exception {
    LogWaits waits = new LogWaits();
    try (ExecutorService many = Executors.newFixedThreadPool(6)) {
      List<Future<List<LogTable.Line>>> all = new ArrayList<>();
      CountDownLatch asked = new CountDownLatch(6);
      for (int i = 0; i < 6; i++) {
        all.add(
            many.submit(() ->
                waits.until(
                    PlaneBench.ALICE,
                    Duration.ofMinutes(1),
                    () -> {
                      asked.countDown();
                      return List.of();
                    })));
      }
      asked.await();
      Await.until(() -> all.stream().filter(Future::isDone).count() == 2, Duration.ofSeconds(20));
      waits.close();
      for (Future<List<LogTable.Line>> one : all) {
        assertThat(one.get()).isEmpty();
      }
    }
  }

  private void logged(UUID id, String text) {
    bench.plane.execute(
        "insert into agent_logs (deployment_id, level, event, message)"
            + " values (?, 'info', 'said', ?)",
        id,
        text);
  }

  private static List<String> messages(JsonNode page) {
    return page.path("items").valueStream().map(line -> line.path("message").asString()).toList();
  }

  @Test
  void runsJobsForTheClockOutsideAndSaysNothingToOthers() throws Exception {
    for (String path : List.of("/api/jobs/heartbeat-sweep", "/api/jobs/nonsense")) {
      for (String token : new @Nullable String[] {null, "wrong", bench.alice}) {
        ApiBench.Answer answer = bench.get(token, path);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.detail()).isEqualTo("request: is not authorized");
      }
    }
    assertThat(bench.get(ApiBench.CRON, "/api/jobs/heartbeat-sweep").body())
        .isEqualTo("{\"checked\":0,\"marked\":0}");
    assertThat(bench.post(ApiBench.CRON, "/api/jobs/pending-agents-gc", Map.of()).body())
        .isEqualTo("{\"deleted\":0}");
    UUID id = bench.plane.running(PlaneBench.ALICE, "one");
    bench.plane.execute(
        "update deployments set started_at = now() - interval '1 hour',"
            + " created_at = now() - interval '1 hour' where id = ?",
        id);
    assertThat(bench.get(ApiBench.CRON, "/api/jobs/heartbeat-sweep?again=true").body())
        .isEqualTo("{\"checked\":1,\"marked\":1}");
    assertThat(bench.get(ApiBench.CRON, "/api/jobs/nonsense").status()).isEqualTo(404);
  }

  @Test
  void takesATokenThatIsInForceAndNoOther() throws Exception {
    String brief =
        bench
            .tokens
            .issue(PlaneBench.ALICE, ApiTokenTable.Role.USER, "brief", Duration.ofHours(1))
            .reveal();
    assertThat(bench.get(brief, "/api/v1/deployments").status()).isEqualTo(200);
    int kept =
        bench
            .plane
            .database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select count(*) from api_tokens t where t::text like '%' || :t || '%'")
                    .bind("t", brief)
                    .mapTo(Integer.class)
                    .one());
    assertThat(kept).as("the token itself is not kept").isZero();
    bench.plane.execute(
        "update api_tokens set expires_at = now() - interval '1 second' where label = 'brief'");
    assertThat(bench.get(brief, "/api/v1/deployments").status()).isEqualTo(401);
    assertThat(bench.tokens.revoke(PlaneBench.ALICE, "test")).isEqualTo(1);
    assertThat(bench.get(bench.alice, "/api/v1/deployments").status()).isEqualTo(401);
    assertThat(bench.get(bench.bob, "/api/v1/deployments").status()).isEqualTo(200);
  }

  /** Every route, asked for what is Alice's, by a stranger and by nobody. */
  @Test
  void showsStrangersNothingAndAnswersAsIfItWereNotThere() throws Exception {
    UUID id = bench.plane.running(PlaneBench.ALICE, "hers");
    UUID command =
        UUID.fromString(
            bench
                .post(
                    bench.alice,
                    "/api/v1/deployments/" + id + "/commands",
                    Map.of("kind", "snapshot"))
                .json()
                .path("id")
                .asString());
    for (Route route : bench.services.routes(new LogWaits())) {
      UUID nowhere = UUID.randomUUID();
      String hers = route.path().startsWith("/commands") ? command.toString() : id.toString();
      @Nullable Map<String, Object> body = route.fields().isEmpty() ? null : body(route);
      String path = PlaneDoor.V1 + route.path().replace("{id}", hers).replace("{name}", "hers");
      String none =
          PlaneDoor.V1 + route.path().replace("{id}", nowhere.toString()).replace("{name}", "none");
      for (String token : new @Nullable String[] {null, "orr_wrong"}) {
        assertThat(bench.ask(token, route.method(), path, body, Map.of()).status())
            .as("%s %s by nobody", route.method(), path)
            .isEqualTo(401);
      }
      ApiBench.Answer answer = bench.ask(bench.bob, route.method(), path, body, Map.of());
      ApiBench.Answer same = bench.ask(bench.bob, route.method(), none, body, Map.of());
      assertThat(answer.body().replace(hers, nowhere.toString()))
          .as("%s %s", route.method(), path)
          .isEqualTo(same.body());
      if (!route.parameters().isEmpty()) {
        assertThat(answer.status()).as(path).isEqualTo(404);
      }
      assertThat(answer.body()).doesNotContain("\"hers\"");
    }
    assertThat(bench.plane.commands.recent(PlaneBench.ALICE, id, 9)).hasSize(1);
    assertThat(bench.plane.now(id).status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(bench.plane.panic.state().engaged()).isFalse();
  }

  @Test
  void showsReleasesAndUpgradesWhatIsOutdated() throws Exception {
    Map<String, Object> first = Map.of("image", "orrery@sha256:1", "version", "1.0");
    assertThat(bench.post(bench.alice, "/api/v1/releases", first).status()).isEqualTo(409);
    assertThat(
            bench
                .post(bench.operator, "/api/v1/releases", first)
                .json()
                .path("current")
                .asBoolean())
        .isTrue();
    UUID id = bench.plane.running(PlaneBench.ALICE, "hers");
    String path = "/api/v1/deployments/" + id;
    assertThat(bench.get(bench.alice, path + "/release").json().path("outdated").asBoolean())
        .isTrue();
    assertThat(bench.get(bench.alice, "/api/v1/upgrades").json().size()).isEqualTo(1);
    assertThat(bench.get(bench.bob, "/api/v1/upgrades").json().size()).isZero();
    bench.plane.execute("update deployments set machine_provider = 'child-elsewhere'");
    assertThat(bench.post(bench.alice, path + "/upgrade", Map.of()).detail())
        .startsWith("deployment hers: its machine is of child-elsewhere, not here");
    JsonNode all = bench.post(bench.alice, "/api/v1/upgrades", Map.of()).json();
    assertThat(all.path(0).path("refused").asString()).contains("of child-elsewhere");
    bench.plane.execute("update deployments set machine_provider = 'memory'");
    // The machine of this row is nowhere.
    assertThat(bench.post(bench.alice, path + "/upgrade", Map.of()).json().path("to").asString())
        .isEqualTo("orrery@sha256:1");
    assertThat(bench.get(bench.alice, "/api/v1/releases").json().path(0).path("version").asString())
        .isEqualTo("1.0");
  }

  @Test
  void letsOperatorsMakeOthersSafer() throws Exception {
    UUID id = bench.plane.running(PlaneBench.ALICE, "hers");
    String path = "/api/v1/deployments/" + id + "/commands";
    assertThat(bench.post(bench.operator, path, Map.of("kind", "pause")).json().path("actor"))
        .hasToString("\"operator:bob\"");
    assertThat(bench.post(bench.operator, path, Map.of("kind", "resume")).status()).isEqualTo(409);
    assertThat(
            bench
                .post(bench.operator, "/api/v1/panic", Map.of("reason", "smoke"))
                .json()
                .path("engaged")
                .asBoolean())
        .isTrue();
    assertThat(bench.ask(bench.operator, "DELETE", "/api/v1/panic", null, Map.of()).status())
        .isEqualTo(200);
  }

  @Test
  void isWhatItsDocumentSays() throws Exception {
    JsonNode paths = bench.get(null, "/openapi.json").json().path("paths");
    int operations = 0;
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        operations++;
        String method = operation.getKey().toUpperCase(Locale.ROOT);
        ApiBench.Answer answer =
            bench.ask(
                bench.bob,
                method,
                PlaneDoor.V1 + path.getKey().replaceAll("\\{\\w+}", "x"),
                "GET".equals(method) ? null : Map.of(),
                Map.of());
        assertThat(answer.detail())
            .as("%s %s", method, path.getKey())
            .doesNotContain("path ")
            .doesNotContain("is not possible");
      }
    }
    assertThat(operations).isEqualTo(bench.services.routes(new LogWaits()).size());
    assertThat(bench.get(bench.bob, "/api/v1/nothing").status()).isEqualTo(404);
    assertThat(bench.ask(bench.bob, "DELETE", "/api/v1/skills", null, Map.of()).status())
        .isEqualTo(405);
  }

  private ApiBench.Answer publish() throws Exception {
    return bench.post(
        bench.alice,
        "/api/v1/skills",
        Map.of(
            "file",
            "sma.jar",
            "jar",
            Base64.getEncoder().encodeToString("a jar".getBytes(StandardCharsets.UTF_8)),
            "risk",
            CAPS,
            "parameters",
            Map.of("fast", 10)));
  }

  private static Map<String, Object> body(Route route) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (route.fields().contains("kind")) {
      body.put("kind", "stop");
    }
    if (route.fields().contains("reason")) {
      body.put("reason", "mine");
    }
    if (route.fields().contains("skill")) {
      body.put("skill", "hers");
      body.put("broker", "paper");
    }
    return body;
  }
}
