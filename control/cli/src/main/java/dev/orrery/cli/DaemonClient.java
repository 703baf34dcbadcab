package dev.orrery.cli;

import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import dev.orrery.runner.boot.DataDirectory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The daemon of a data directory, over its loopback port, with the token that only the directory's
 * owner can read. Confined to one thread.
 */
final class DaemonClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final URI base;
  private final Secret token;

  private DaemonClient(URI base, Secret token) {
    this.base = base;
    this.token = token;
  }

  /**
   * The daemon that holds a directory.
   *
   * @throws ProblemException UNREACHABLE when there is none that can be asked
   */
  static DaemonClient of(Path dataDir) {
    DataDirectory.Holder holder =
        DataDirectory.holder(dataDir)
            .filter(found -> found.port() != 0)
            .orElseThrow(() -> unreachable(dataDir, "is not running", "start it with orrery run"));
    Secret token =
        DataDirectory.token(dataDir)
            .orElseThrow(() ->
                unreachable(
                    dataDir, "has a token this user cannot read", "ask as the user that runs it"));
    return new DaemonClient(URI.create("http://127.0.0.1:" + holder.port()), token);
  }

  /**
   * Asks how something stands.
   *
   * @throws ProblemException as {@link #post}
   */
  JsonNode get(String path) throws InterruptedException {
    return send(HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER).GET().build());
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
              "daemon at " + base,
              "does not answer: " + IoFailure.cause(e),
              "see its log, or start it again"),
          e);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.unreachable(
              "daemon at " + base,
              "answers in another language: " + e.getMessage(),
              "another program may have its port: start it again"),
          e);
    }
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

  private static ProblemException unreachable(Path dataDir, String cause, String wayOut) {
    return new ProblemException(Problem.unreachable("daemon of " + dataDir, cause, wayOut));
  }
}
