package dev.orrery.deployment;

import static dev.orrery.deployment.DeploymentStatus.ERROR;
import static dev.orrery.deployment.DeploymentStatus.HALTED;
import static dev.orrery.deployment.DeploymentStatus.PAUSED;
import static dev.orrery.deployment.DeploymentStatus.PROVISIONING;
import static dev.orrery.deployment.DeploymentStatus.RUNNING;
import static dev.orrery.deployment.DeploymentStatus.STOPPED;
import static dev.orrery.deployment.DeploymentStatus.STOPPING;

import dev.orrery.kernel.Problem;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one table of who may do what in which status: for services, pages, commands and listeners.
 */
public final class CommandRules {
  private CommandRules() {}

  /**
   * Why a command is not carried out.
   *
   * @param already it is so already: for who carries out, as good as done
   */
  public record Refusal(Problem problem, boolean already) {}

  /**
   * In which statuses a kind makes sense. One process that could not come up takes wishes for its
   * next start, and what it hosts keeps its account while it is stopped, so it can be flattened
   * then: its jar may be gone. A machine that failed has to be replaced.
   */
  static Set<DeploymentStatus> statuses(CommandKind kind, HostKind host) {
    return switch (kind) {
      case STOP -> EnumSet.of(PROVISIONING, RUNNING, PAUSED, HALTED, ERROR);
      case PAUSE ->
          host == HostKind.RUN
              ? EnumSet.of(PROVISIONING, RUNNING, HALTED, ERROR)
              : EnumSet.of(PROVISIONING, RUNNING, HALTED);
      case RESUME ->
          host == HostKind.RUN ? EnumSet.of(PAUSED, HALTED, STOPPED) : EnumSet.of(PAUSED, HALTED);
      case FLATTEN ->
          host == HostKind.RUN
              ? EnumSet.of(PROVISIONING, RUNNING, PAUSED, HALTED, STOPPED, ERROR)
              : EnumSet.of(RUNNING, PAUSED, HALTED);
      case SNAPSHOT -> EnumSet.of(RUNNING, PAUSED, HALTED);
      case KILL ->
          host == HostKind.RUN
              ? EnumSet.noneOf(DeploymentStatus.class)
              : EnumSet.of(PROVISIONING, RUNNING, PAUSED, HALTED, STOPPING, ERROR);
      case CLEAR_HALT -> EnumSet.of(HALTED);
      case RELEASE ->
          host == HostKind.RUN
              ? EnumSet.of(PROVISIONING, RUNNING, PAUSED, HALTED, STOPPED, ERROR)
              : EnumSet.of(PROVISIONING, RUNNING, PAUSED, HALTED);
    };
  }

  /** What a role may do at all. */
  static Set<CommandKind> kinds(Actor.Role role) {
    return switch (role) {
      case OWNER -> EnumSet.allOf(CommandKind.class);
      case OPERATOR ->
          EnumSet.complementOf(
              EnumSet.of(CommandKind.RESUME, CommandKind.CLEAR_HALT, CommandKind.RELEASE));
      case GUARD -> EnumSet.of(CommandKind.PAUSE);
    };
  }

  /** What this actor may send to it now. */
  public static Set<CommandKind> allowed(Deployment deployment, Actor.Role role, MonthToDate cost) {
    return EnumSet.allOf(CommandKind.class).stream()
        .filter(kind -> refusal(kind, deployment, role, cost).isEmpty())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(CommandKind.class)));
  }

  /** Why this actor may not send this to it now; empty when they may. */
  public static Optional<Refusal> refusal(
      CommandKind kind, Deployment deployment, Actor.Role role, MonthToDate cost) {
    if (!kinds(role).contains(kind)) {
      return no(deployment, kind.verb() + " is its owner's to send", "ask the owner");
    }
    if (kind == CommandKind.RESUME && deployment.latches().guardPaused() && cost.exceeded()) {
      return no(
          deployment,
          "paused by the cost guard: " + cost.text(),
          deployment.host() == HostKind.RUN
              ? "raise maxMonthlyCostUsd in its caps and start again, or wait for the next UTC"
                  + " month"
              : "deploy a version with a higher cap, or wait for the next UTC month");
    }
    Quarantine quarantine = deployment.latches().quarantine();
    if (kind == CommandKind.RELEASE && quarantine == null) {
      return Optional.of(new Refusal(problem(deployment, "it is not quarantined", ""), true));
    }
    if (kind == CommandKind.RESUME
        && quarantine != null
        && isPausedByThatAlone(deployment)
        && deployment.wanted() != Wanted.PAUSED) {
      return no(
          deployment,
          "it is quarantined: " + quarantine.reason(),
          "orrery strategies release " + deployment.name());
    }
    return ofStatus(kind, deployment);
  }

  /** Paused in its row for the quarantine it is in: a person's pause can come on top. */
  private static boolean isPausedByThatAlone(Deployment deployment) {
    Latches latches = deployment.latches();
    return deployment.status() == PAUSED
        && latches.quarantine() != null
        && latches.paused() == null
        && latches.flatten() == null;
  }

  private static Optional<Refusal> ofStatus(CommandKind kind, Deployment deployment) {
    DeploymentStatus status = deployment.status();
    Set<DeploymentStatus> legal = statuses(kind, deployment.host());
    boolean fits =
        (legal.contains(status) && !resumesOnlyAHalt(kind, deployment))
            || (kind == CommandKind.PAUSE && isPausedByThatAlone(deployment));
    if (fits || overtaken(kind, deployment)) {
      return Optional.empty();
    }
    if (legal.isEmpty()) {
      return no(deployment, "it has no machine of its own to " + kind.verb(), "use stop");
    }
    if (isAlready(kind, status)) {
      return Optional.of(new Refusal(problem(deployment, already(kind, status), ""), true));
    }
    String cause =
        resumesOnlyAHalt(kind, deployment)
            ? "it is halted, not paused"
            : "it is " + status.text() + ", " + kind.verb() + " needs " + names(legal);
    return no(deployment, cause, wayOut(kind, deployment));
  }

  /** A halted deployment ticks, unless it is paused beneath. */
  private static boolean resumesOnlyAHalt(CommandKind kind, Deployment deployment) {
    return kind == CommandKind.RESUME
        && deployment.status() == HALTED
        && deployment.latches().paused() == null
        && deployment.latches().flatten() == null;
  }

  /** Another command is on its way, after which this one makes sense. */
  private static boolean overtaken(CommandKind kind, Deployment deployment) {
    return switch (kind) {
      case PAUSE -> deployment.status() == PAUSED && deployment.wanted() == Wanted.RUNNING;
      case RESUME ->
          deployment.wanted() == Wanted.PAUSED
              && (DeploymentStatus.OCCUPYING.contains(deployment.status())
                  || statuses(CommandKind.PAUSE, deployment.host()).contains(deployment.status()));
      // Replaced by another: its place is given away, and it has not heard of it so far.
      case STOP -> deployment.status() == STOPPING && deployment.latches().stopping() == null;
      case FLATTEN, KILL, SNAPSHOT, CLEAR_HALT, RELEASE -> false;
    };
  }

  private static boolean isAlready(CommandKind kind, DeploymentStatus status) {
    return switch (kind) {
      case STOP -> status == STOPPING || status == STOPPED;
      case PAUSE -> status == PAUSED;
      case RESUME -> status == RUNNING;
      case KILL -> status == STOPPED;
      case CLEAR_HALT -> status == RUNNING || status == PAUSED;
      case FLATTEN, SNAPSHOT, RELEASE -> false;
    };
  }

  private static String already(CommandKind kind, DeploymentStatus status) {
    return kind == CommandKind.CLEAR_HALT
        ? "it is not halted"
        : "it is " + status.text() + " already";
  }

  private static String wayOut(CommandKind kind, Deployment deployment) {
    return switch (deployment.status()) {
      case PROVISIONING -> "wait until it is up";
      case ERROR -> "see its error; stop it, or upgrade it, or deploy it again";
      case STOPPING, STOPPED ->
          deployment.host() == HostKind.RUN
              ? "orrery resume " + deployment.name() + " takes it up again"
              : "deploy it again";
      case HALTED -> kind == CommandKind.RESUME ? "use clear-halt: only opens are denied" : "";
      case RUNNING, PAUSED -> "";
    };
  }

  private static Optional<Refusal> no(Deployment deployment, String cause, String wayOut) {
    return Optional.of(new Refusal(problem(deployment, cause, wayOut), false));
  }

  private static Problem problem(Deployment deployment, String cause, String wayOut) {
    String what = deployment.host() == HostKind.RUN ? "strategy " : "deployment ";
    return Problem.refused(what + deployment.name(), cause, wayOut);
  }

  private static String names(Set<DeploymentStatus> statuses) {
    return statuses.stream().map(DeploymentStatus::text).collect(Collectors.joining(" or "));
  }
}
