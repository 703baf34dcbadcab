package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Gives a skill a machine. */
@Command(
    name = "deploy",
    description = {
      "Deploys a version of a skill on a machine of its own and waits until it is up. What it",
      "replaces, the same skill on the same broker, is told to stop and drains first. A jar is",
      "published before, see publish."
    },
    footer = {
      "",
      "  orrery deploy sma-cross --broker paper",
      "  orrery deploy my-strategy.jar --broker paper --name trial"
    })
final class DeployVerb implements Callable<Integer> {
  private static final long LOOK_AGAIN_MILLIS = 50;

  private final Console console;

  @Parameters(
      paramLabel = "SKILL|JAR",
      description = "A skill by its name; or a jar, which is published first.")
  private String skill = "";

  @Option(
      names = "--broker",
      paramLabel = "KIND",
      required = true,
      description = "`paper`, or `hyperliquid-mainnet`, which trades real money.")
  private String broker = "";

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "Which version of the skill; without, the latest.")
  private @Nullable Integer version;

  @Option(names = "--vault", paramLabel = "NAME", description = "Its account on paper.")
  private @Nullable String vault;

  @Option(
      names = "--agent",
      paramLabel = "ID",
      description = "The agent wallet that signs; mainnet needs one.")
  private @Nullable String agent;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description = "How long to wait until it is up (60s); 0s does not.")
  private Duration patience = Duration.ofSeconds(60);

  @Option(names = "--json", description = "Print one object.")
  private boolean json;

  @Mixin private PublishOptions publication = new PublishOptions();
  @Mixin private PlaneOptions where = new PlaneOptions();

  DeployVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    long begun = System.nanoTime();
    Plane plane = where.plane(console);
    String name = skill;
    Integer which = version;
    if (PublishOptions.isJar(skill)) {
      JsonNode published = plane.publish(publication.of(Path.of(skill)));
      name = published.path("name").asString("");
      which = published.path("version").asInt();
    }
    Map<String, @Nullable Object> order = new LinkedHashMap<>();
    order.put("skill", name);
    order.put("broker", broker);
    put(order, "version", which);
    put(order, "vault", vault);
    put(order, "agent", agent);
    JsonNode made = plane.deploy(order);
    JsonNode last = await(plane, made, begun);
    tell(made, last, Duration.ofNanos(System.nanoTime() - begun));
    return ExitCode.DONE.code();
  }

  private static void put(Map<String, @Nullable Object> order, String key, @Nullable Object value) {
    if (value != null) {
      order.put(key, value);
    }
  }

  private JsonNode await(Plane plane, JsonNode made, long begun) throws InterruptedException {
    String id = made.path("id").asString("");
    JsonNode last = made;
    String told = "";
    while (isOnItsWay(last) && System.nanoTime() - begun < patience.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      last = plane.deployment(id);
      String waits = last.path("waiting_for").path(0).asString("").replaceAll(" \\(.*", "");
      if (!waits.isEmpty() && !waits.equals(told) && console.errTerminal()) {
        console.err().println(waits);
        told = waits;
      }
    }
    return last;
  }

  private void tell(JsonNode made, JsonNode last, Duration took) {
    String name = last.path("skill").asString("");
    String id = Plane.shortId(last);
    String status = last.path("status").asString("");
    String error = last.path("error_text").asString("");
    if (json) {
      console.out().println(JsonText.indented(last));
    }
    if (status.equals("error") || status.equals("stopped")) {
      throw new ProblemException(
          new Problem(
              ExitCode.FAILED,
              "deployment " + name + " " + id,
              "is in " + status + (error.isEmpty() ? "" : ": " + error),
              "see its log: orrery logs " + name));
    }
    if (isOnItsWay(last) && !patience.isZero()) {
      throw new ProblemException(
          new Problem(
              ExitCode.FAILED,
              "deployment " + name + " " + id,
              "is not up after "
                  + patience.toSeconds()
                  + " s: "
                  + last.path("waiting_for").path(0).asString("its machine is on its way"),
              "it goes on by itself: orrery deployments"));
    }
    if (json) {
      return;
    }
    int replaced = made.path("replaced").size();
    console
        .out()
        .println(
            "%s %s: version %d is %s on %s after %.1f s%s"
                .formatted(
                    name,
                    id,
                    last.path("skill_version").asInt(),
                    status,
                    last.path("broker_kind").asString(""),
                    took.toMillis() / 1000.0,
                    replaced == 0
                        ? ""
                        : "; replaces " + made.path("replaced").path(0).asString("")));
  }

  private static boolean isOnItsWay(JsonNode deployment) {
    return deployment.path("status").asString("").equals("provisioning");
  }
}
