package dev.orrery.runner.http;

import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.Secret;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may ask. A page of another site that has its name point to this machine sends its own name as
 * host: such requests are refused. What changes something must show the token. Thread-safe.
 */
final class Access {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:\\[\\]]+)(?::\\d{1,5})?");
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> READING = Set.of("GET", "HEAD");
  private static final String BEARER = "Bearer ";

  private final Secret token;

  Access(Secret token) {
    this.token = token;
  }

  /**
   * Lets a request pass.
   *
   * @throws HttpProblem 403 for a foreign host, 401 without the token
   */
  void check(Context request) {
    String host = Optional.ofNullable(request.header("Host")).orElse("");
    if (!isLocal(host)) {
      throw new HttpProblem(
          403,
          Problem.refused(
              "request", "is for the host '" + host + "', not for this machine", "ask localhost"));
    }
    if (READING.contains(request.req().getMethod())) {
      return;
    }
    String shown = Optional.ofNullable(request.header("Authorization")).orElse("");
    if (!shown.startsWith(BEARER) || !token.matches(shown.substring(BEARER.length()))) {
      throw new HttpProblem(
          401,
          Problem.refused(
              "request",
              "changes something and does not show the token",
              "send Authorization: Bearer with the text of daemon.token in the data directory"));
    }
  }

  static boolean isLocal(String host) {
    Matcher parts = HOST.matcher(host);
    return parts.matches() && NAMES.contains(parts.group(1).toLowerCase(Locale.ROOT));
  }
}
