package dev.orrery.cli;

import dev.orrery.deployment.LogTable;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A log as a control plane tells it, here or elsewhere. Following goes on over a restart of the
 * control plane, from the line that was read last.
 */
final class PlaneLog implements LogSource {
  private static final int PAGE = 500;
  private static final int WAIT_SECONDS = 20;
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Supplier<Plane> planes;
  private final String id;
  private final LogTable.Level level;
  private final Consumer<String> trouble;
  private Plane plane;
  private String next = "";
  private boolean away;

  /**
   * The log of a deployment.
   *
   * @param planes finds the control plane, again after it was away: it may have another port then
   * @param id of the deployment
   * @param trouble is told once when the control plane goes away
   */
  PlaneLog(
      Plane plane,
      Supplier<Plane> planes,
      String id,
      LogTable.Level level,
      Consumer<String> trouble) {
    this.plane = plane;
    this.planes = planes;
    this.id = id;
    this.level = level;
    this.trouble = trouble;
  }

  @Override
  public List<LogLine> recent(int limit) throws InterruptedException {
    List<LogLine> lines = new ArrayList<>();
    while (lines.size() < limit) {
      int size = Math.min(PAGE, limit - lines.size());
      JsonNode page =
          page("&limit=" + size + (lines.isEmpty() ? "" : "&before=" + lines.getFirst().id()));
      if (next.isEmpty()) {
        next = page.path("next").asString("");
      }
      List<LogLine> older = lines(page);
      lines.addAll(0, older);
      if (older.size() < size) {
        break;
      }
    }
    return lines;
  }

  @Override
  public List<LogLine> more() throws InterruptedException {
    long begun = System.nanoTime();
    try {
      if (away) {
        plane = planes.get();
      }
      JsonNode page = page("&limit=" + PAGE + "&after=" + next + "&wait=" + WAIT_SECONDS);
      away = false;
      next = page.path("next").asString("");
      List<LogLine> lines = lines(page);
      if (lines.isEmpty() && System.nanoTime() - begun < SOON.toNanos()) {
        // Too many wait already.
        Thread.sleep(SOON);
      }
      return lines;
    } catch (ProblemException e) {
      if (e.exit() != ExitCode.UNREACHABLE) {
        throw e;
      }
      if (!away) {
        trouble.accept(e.problems().getFirst().line() + "; trying again");
      }
      away = true;
      Thread.sleep(AGAIN);
      return List.of();
    }
  }

  private JsonNode page(String query) throws InterruptedException {
    return plane.logs(id, "level=" + level.name().toLowerCase(Locale.ROOT) + query);
  }

  private static List<LogLine> lines(JsonNode page) {
    return page.path("items").valueStream().map(LogLine::of).toList();
  }
}
