package dev.orrery.exchange.control;

import dev.orrery.kernel.Problem;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps pages of other sites from {@code /control}. A browser sends them with the host they were
 * loaded from, and cannot send JSON to another site without being asked first, which nobody
 * answers.
 */
public final class Guard {
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:\\[\\]]+)(?::\\d{1,5})?");
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final boolean local;

  /**
   * Guards.
   *
   * @param local whether the port is bound to loopback, so that only this machine's names are right
   */
  public Guard(boolean local) {
    this.local = local;
  }

  void check(Context request) {
    String host = Optional.ofNullable(request.header("Host")).orElse("");
    Matcher parts = HOST.matcher(host);
    boolean isHere = parts.matches() && NAMES.contains(parts.group(1).toLowerCase(Locale.ROOT));
    if (local && !isHere) {
      refuse(request, "is for the host '" + host + "', not for this machine", "ask localhost");
      return;
    }
    boolean reads = Set.of("GET", "HEAD").contains(request.req().getMethod());
    String type = Optional.ofNullable(request.contentType()).orElse("");
    if (!reads && !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      refuse(
          request,
          "changes something and is no JSON",
          "send the header Content-Type: application/json");
    }
  }

  private static void refuse(Context request, String cause, String wayOut) {
    ControlApi.details(request, 403, List.of(Problem.refused("request", cause, wayOut)));
    request.skipRemainingHandlers();
  }
}
