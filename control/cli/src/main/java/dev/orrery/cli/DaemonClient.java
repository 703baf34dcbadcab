package dev.orrery.cli;

import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runner.boot.DataDirectory.Serves;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The daemon or the control plane of a data directory, over its loopback port, with the token that
 * only the directory's owner can read; or a control plane elsewhere. Confined to one thread.
 */
final class DaemonClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final URI base;
  private final Secret token;
  private final Serves serves;

  private DaemonClient(URI base, Secret token, Serves serves) {
    this.base = base;
    this.token = token;
    this.serves = serves;
  }

  /**
   * The daemon that hosts strategies in a directory.
   *
   * @throws ProblemException UNREACHABLE when there is none that can be asked; REFUSED when it is a
   *     control plane
   */
  static DaemonClient of(Path dataDir) {
    DaemonClient found = any(dataDir, "daemon", "orrery run");
    if (found.isPlane()) {
      throw new ProblemException(
          Problem.refused(
              "data directory " + dataDir,
              "is served by a control plane, which hosts no strategy itself",
              "this is for strategies of orrery run"));
    }
    return found;
  }

  /**
   * The control plane of a directory.
   *
   * @throws ProblemException UNREACHABLE when there is none that can be asked; REFUSED when it is a
   *     daemon
   */
  static DaemonClient plane(Path dataDir) {
    DaemonClient found = any(dataDir, "control plane", "orrery control");
    if (!found.isPlane()) {
      throw new ProblemException(
          Problem.refused(
              "data directory " + dataDir,
              "is served by orrery run, which is no control plane",
              "start orrery control on another with --data-dir"));
    }
    return found;
  }

  /** A control plane by its address. */
  static DaemonClient plane(URI base, Secret token) {
    return new DaemonClient(base, token, Serves.CONTROL);
  }

  /** Whoever serves a directory. */
  static DaemonClient any(Path dataDir) {
    return any(dataDir, "daemon", "orrery run");
  }

  private static DaemonClient any(Path dataDir, String wanted, String verb) {
    DataDirectory.Holder holder =
        DataDirectory.holder(dataDir)
            .filter(found -> found.port() != 0)
            .orElseThrow(
                () -> unreachable(wanted, dataDir, "is not running", "start it with " + verb));
    Secret token =
        token(dataDir, holder.serves())
            .orElseThrow(() ->
                unreachable(
                    wanted,
                    dataDir,
                    "has a token this user cannot read",
                    "ask as the user that runs it"));
    return new DaemonClient(
        URI.create("http://127.0.0.1:" + holder.port()), token, holder.serves());
  }

  private static Optional<Secret> token(Path dataDir, Serves serves) {
    return switch (serves) {
      case RUN -> DataDirectory.token(dataDir);
      case CONTROL -> PlaneFiles.token(dataDir);
    };
  }

  /** Whether a control plane is asked. */
  boolean isPlane() {
    return serves == Serves.CONTROL;
  }

  /**
   * Asks how something stands.
   *
   * @throws ProblemException as {@link #post}
   */
  JsonNode get(String path) throws InterruptedException {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + token.reveal())
            .GET()
            .build());
  }

  /**
   * Asks for something to be done.
   *
   * @throws ProblemException as the daemon words it, REFUSED; UNREACHABLE when it does not answer
   */
  JsonNode post(String path, Object body) throws InterruptedException {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token.reveal())
            .POST(HttpRequest.BodyPublishers.ofString(JsonText.line(body)))
            .build());
  }

  /**
   * Asks for something to be undone.
   *
   * @throws ProblemException as {@link #post}
   */
  JsonNode delete(String path) throws InterruptedException {
    return send(
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(ANSWER)
            .header("Authorization", "Bearer " + token.reveal())
            .DELETE()
            .build());
  }

  private JsonNode send(HttpRequest request) throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JsonText.read(response.body());
      if (response.statusCode() >= 400) {
        throw new ProblemException(problems(response.statusCode(), answer), null);
      }
      return answer;
    } catch (IOException e) {
      throw new ProblemException(
          Problem.unreachable(
              what() + " at " + base,
              "does not answer: " + IoFailure.cause(e),
              "see its log, or start it again"),
          e);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.unreachable(
              what() + " at " + base,
              "answers in another language: " + e.getMessage(),
              "another program may have its port: start it again"),
          e);
    }
  }

  private String what() {
    return isPlane() ? "control plane" : "daemon";
  }

  private static List<Problem> problems(int status, JsonNode answer) {
    ExitCode exit = status == 503 ? ExitCode.UNREACHABLE : ExitCode.REFUSED;
    List<Problem> told =
        answer
            .path("problems")
            .valueStream()
            .map(each ->
                new Problem(
                    exit,
                    each.path("subject").asString(""),
                    each.path("cause").asString(""),
                    each.path("wayOut").asString("")))
            .toList();
    return told.isEmpty()
        ? List.of(new Problem(exit, "daemon", "answered " + status, "see its log"))
        : told;
  }

  private static ProblemException unreachable(
      String what, Path dataDir, String cause, String wayOut) {
    return new ProblemException(Problem.unreachable(what + " of " + dataDir, cause, wayOut));
  }
}
