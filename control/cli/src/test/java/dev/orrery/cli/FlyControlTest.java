package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import dev.orrery.control.machine.fly.FlyFake;
import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.TestDatabase;
import dev.orrery.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real control plane whose machines are Fly's, on loopback. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class FlyControlTest {
  private static final String IMAGE = "registry.fly.io/orrery@sha256:" + "1".repeat(64);

  @TempDir private Path folder;

  @Test
  void makesShowsAndDestroysAMachineOfTheApp() throws Exception {
    Path home = folder.resolve("home");
    Path data = folder.resolve("data");
    BundledPlugins.into(home.resolve("plugins"));
    DatabaseSettings where = TestDatabase.freshSettings();
    String password = Objects.requireNonNull(where.password()).reveal();
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("ORRERY_STORE_USER", Objects.toString(where.user(), ""));
    environment.put("ORRERY_STORE_PASSWORD", password);
    try (FlyFake fly = new FlyFake()) {
      environment.putAll(fly(fly, FlyFake.TOKEN));
      try (PlaneProcess plane =
              PlaneProcess.start(environment, home, data, "--port", "0", "--store", where.url());
          Database database = Database.open(where)) {
        assertThat(plane.said()).containsPattern("machines +fly, labelled orrery-\\w{8}\n");
        run(data, "deploy", "sma-cross", "--broker", "paper", "--wait", "0s");
        Await.until(() -> row(database).startsWith("fly nrt " + IMAGE), PlaneProcess.LONG);
        JsonNode machine = fly.shown().getFirst();
        assertThat(fly.shown()).hasSize(1);
        assertThat(row(database)).endsWith(" " + machine.path("id").asString());
        assertThat(machine.at("/config/image").asString()).isEqualTo(IMAGE);
        assertThat(machine.at("/config/env/DEPLOYMENT_ID").asString()).isNotEmpty();
        assertThat(String.join("\n", fly.journal()))
            .as("secrets are the app's")
            .doesNotContain(password)
            .doesNotContain("postgresql");
        run(data, "kill", "sma-cross");
        Await.until(() -> fly.shown().isEmpty(), PlaneProcess.LONG);
        assertThat(plane.terminate()).as(plane.said()).isZero();
        assertThat(plane.said()).contains("control plane has ended; machines go on");
      }
    }
  }

  @Test
  void saysInOneLineWhatKeepsMachinesElsewhereFromBeingMade() {
    assertThat(refusal("--machines", "docker"))
        .isEqualTo(
            "orrery: machines docker: are not known (say --machines or ORRERY_MACHINES=child, fly,"
                + " kubernetes)");
    assertThat(refusal("--machines", "fly"))
        .isEqualTo(
            "orrery: machines of fly: cannot reach a database that listens on this host only (name"
                + " one that they reach with --store jdbc:postgresql://HOST/DATABASE)");
  }

  @Test
  void doctorAsksTheProviderItself() throws Exception {
    try (FlyFake fly = new FlyFake()) {
      assertThat(doctor(fly(fly, FlyFake.TOKEN))).startsWith("good of fly, which answers after");
      assertThat(doctor(fly(fly, "another"))).startsWith("bad fly: cannot list machines");
      assertThat(doctor(Map.of("ORRERY_MACHINES", "fly")))
          .isEqualTo(
              "bad machines of fly: FLY_LIVE_RUNNER_APP is not set; FLY_API_TOKEN is not set, nor"
                  + " FLY_API_TOKEN_FILE");
      assertThat(doctor(Map.of("FLY_API_TOKEN", "x"))).startsWith("note FLY_API_TOKEN is set");
    }
  }

  private Map<String, String> fly(FlyFake fly, String token) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), token + "\n");
    return Map.of(
        "ORRERY_MACHINES",
        "fly",
        "FLY_API_TOKEN_FILE",
        file.toString(),
        "FLY_LIVE_RUNNER_APP",
        FlyFake.APP,
        "FLY_LIVE_RUNNER_IMAGE",
        IMAGE,
        "FLY_LIVE_RUNNER_REGION",
        "nrt",
        "FLY_FLAPS_BASE_URL",
        fly.base().toString());
  }

  private String refusal(String... flags) {
    List<String> words = new ArrayList<>(List.of("control", "--port", "0"));
    words.addAll(List.of("--data-dir", folder.resolve("unused").toString()));
    words.addAll(List.of(flags));
    Captured console = Captured.plain();
    assertThat(console.run(words.toArray(String[]::new))).isEqualTo(3);
    return console.err().strip();
  }

  private String doctor(Map<String, String> environment) {
    Captured console = Captured.plain();
    for (Map.Entry<String, String> each : environment.entrySet()) {
      console = console.with(each.getKey(), each.getValue());
    }
    console.run("doctor", "--json", "--data-dir", folder.resolve("none").toString());
    return JsonText.read(console.out())
        .path("findings")
        .valueStream()
        .filter(finding -> finding.path("about").asString("").equals("machines"))
        .map(
            finding -> finding.path("state").asString("") + " " + finding.path("text").asString(""))
        .findFirst()
        .orElse("");
  }

  private static void run(Path data, String... verb) {
    List<String> words = new ArrayList<>(List.of(verb));
    words.addAll(List.of("--data-dir", data.toString()));
    Captured console = Captured.plain();
    assertThat(console.run(words.toArray(String[]::new))).as(console.err()).isZero();
  }

  private static String row(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select concat_ws(' ', machine_provider, fly_region, fly_image, fly_machine_id)"
                        + " from deployments")
                .mapTo(String.class)
                .one());
  }
}
