package dev.orrery.cli.doctor;

import dev.orrery.config.run.TooLittle;
import dev.orrery.database.Database;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.HostKind;
import dev.orrery.deployment.PanicState;
import dev.orrery.deployment.PanicTable;
import dev.orrery.deployment.SkillPayload;
import dev.orrery.deployment.StandingTable;
import dev.orrery.deployment.StandingTable.Standing;
import dev.orrery.kernel.ExitCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is asked of the rows: the latch for everything, caps, and who is silent. */
public final class DeploymentQuestions {
  private static final Duration SILENT = Duration.ofMinutes(15);
  private static final int TICKS = 3;
  private static final int MOST_TOLD = 5;

  private final Database database;
  private final boolean hostUp;

  /**
   * Of one database.
   *
   * @param hostUp whether those of one process are expected to live
   */
  public DeploymentQuestions(Database database, boolean hostUp) {
    this.database = database;
    this.hostUp = hostUp;
  }

  /** All of them. */
  public List<Finding> ask() {
    List<Standing> all = new StandingTable(database).all();
    return List.of(panic(), caps(all), deployments(all));
  }

  private Finding panic() {
    PanicState state = new PanicTable(database, new Commands(database)).state();
    return state.engaged()
        ? Finding.bad(
            "panic",
            ExitCode.REFUSED,
            "is engaged by %s: %s".formatted(state.actor(), state.reason()),
            "orrery panic --clear")
        : Finding.good("panic", "is not engaged");
  }

  private static Finding caps(List<Standing> all) {
    List<String> wrong = told(all, DeploymentQuestions::capsWrong);
    return wrong.isEmpty()
        ? Finding.good("caps", "set for all %d deployments".formatted(all.size()))
        : Finding.bad(
            "caps",
            ExitCode.CONFIGURATION,
            String.join("; ", wrong),
            "deploy a version with caps that fit the account");
  }

  private static Optional<String> capsWrong(Standing each) {
    try {
      SkillPayload version = SkillPayload.of(each.payload());
      BigDecimal equity = each.equity();
      return equity == null
          ? Optional.empty()
          : TooLittle.of(version.risk(), equity).map(TooLittle::cause);
    } catch (RuntimeException e) { // whatever a hand has written into it
      return Optional.of("has no caps that can be read: " + e.getMessage());
    }
  }

  private Finding deployments(List<Standing> all) {
    List<String> wrong = told(all, this::standsWrong);
    String text = all.size() + " stand";
    return wrong.isEmpty()
        ? Finding.good("deployments", text)
        : Finding.bad(
            "deployments",
            ExitCode.REFUSED,
            text + ": " + String.join("; ", wrong),
            "orrery strategies, or orrery deployments, shows each");
  }

  private Optional<String> standsWrong(Standing each) {
    if (each.status() == DeploymentStatus.ERROR) {
      return Optional.of("is in error: " + each.errorText());
    }
    Duration silence = each.silence();
    boolean expected = each.host() == HostKind.MACHINE || hostUp;
    if (!expected || silence == null || each.status() == DeploymentStatus.PROVISIONING) {
      return Optional.empty();
    }
    Duration most = each.tickInterval().multipliedBy(TICKS);
    return silence.compareTo(most.compareTo(SILENT) > 0 ? most : SILENT) > 0
        ? Optional.of("is silent for " + silence.toMinutes() + " min")
        : Optional.empty();
  }

  private static List<String> told(
      List<Standing> all, Function<Standing, Optional<String>> question) {
    List<String> wrong = new ArrayList<>();
    for (Standing each : all) {
      question
          .apply(each)
          .ifPresent(cause ->
              wrong.add(
                  each.strategy() + " " + each.id().toString().substring(0, 8) + " " + cause));
    }
    if (wrong.size() <= MOST_TOLD) {
      return wrong;
    }
    List<String> few = new ArrayList<>(wrong.subList(0, MOST_TOLD));
    few.add("and " + (wrong.size() - MOST_TOLD) + " more");
    return few;
  }
}
