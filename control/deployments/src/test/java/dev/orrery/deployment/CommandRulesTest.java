package dev.orrery.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.deployment.Actor.Role;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CommandRulesTest {
  private static final MonthToDate FREE = new MonthToDate(BigDecimal.ZERO, BigDecimal.TEN);
  private static final MonthToDate OVER =
      new MonthToDate(new BigDecimal("0.310"), new BigDecimal("0.01"));

  @Test
  void allowsByStatusOnAMachine() {
    assertThat(allowed(HostKind.MACHINE, DeploymentStatus.PROVISIONING))
        .containsExactlyInAnyOrder(CommandKind.STOP, CommandKind.PAUSE, CommandKind.KILL);
    assertThat(allowed(HostKind.MACHINE, DeploymentStatus.RUNNING))
        .containsExactlyInAnyOrder(
            CommandKind.STOP,
            CommandKind.PAUSE,
            CommandKind.FLATTEN,
            CommandKind.KILL,
            CommandKind.SNAPSHOT);
    assertThat(allowed(HostKind.MACHINE, DeploymentStatus.PAUSED))
        .containsExactlyInAnyOrder(
            CommandKind.STOP,
            CommandKind.RESUME,
            CommandKind.FLATTEN,
            CommandKind.KILL,
            CommandKind.SNAPSHOT);
    assertThat(allowed(HostKind.MACHINE, DeploymentStatus.HALTED))
        .containsExactlyInAnyOrder(
            CommandKind.STOP,
            CommandKind.PAUSE,
            CommandKind.FLATTEN,
            CommandKind.KILL,
            CommandKind.SNAPSHOT,
            CommandKind.CLEAR_HALT);
    assertThat(allowed(HostKind.MACHINE, DeploymentStatus.STOPPING))
        .containsExactly(CommandKind.KILL);
    assertThat(allowed(HostKind.MACHINE, DeploymentStatus.STOPPED)).isEmpty();
    assertThat(allowed(HostKind.MACHINE, DeploymentStatus.ERROR))
        .containsExactlyInAnyOrder(CommandKind.STOP, CommandKind.KILL);
  }

  @Test
  void hasNothingToKillInOneProcessButBringsTheStoppedBack() {
    for (DeploymentStatus status : DeploymentStatus.values()) {
      assertThat(allowed(HostKind.RUN, status)).doesNotContain(CommandKind.KILL);
    }
    assertThat(allowed(HostKind.RUN, DeploymentStatus.STOPPED))
        .containsExactlyInAnyOrder(CommandKind.RESUME, CommandKind.FLATTEN);
    assertThat(
            line(
                CommandKind.KILL,
                deployment(HostKind.RUN, DeploymentStatus.RUNNING, Wanted.RUNNING, Latches.NONE),
                FREE))
        .isEqualTo("strategy one: it has no machine of its own to kill (use stop)");
  }

  @Test
  void takesWishesForTheNextStartOfAProcessThatCouldNotComeUp() {
    assertThat(allowed(HostKind.RUN, DeploymentStatus.ERROR))
        .containsExactlyInAnyOrder(CommandKind.STOP, CommandKind.PAUSE, CommandKind.FLATTEN);
    assertThat(allowed(HostKind.RUN, DeploymentStatus.PROVISIONING))
        .containsExactlyInAnyOrder(CommandKind.STOP, CommandKind.PAUSE, CommandKind.FLATTEN);
    Deployment pausing =
        deployment(HostKind.RUN, DeploymentStatus.ERROR, Wanted.PAUSED, Latches.NONE);
    assertThat(CommandRules.allowed(pausing, Role.OWNER, FREE)).contains(CommandKind.RESUME);
  }

  @Test
  void letsOperatorsMakeThingsSaferAndGuardsPause() {
    Deployment halted =
        deployment(
            HostKind.MACHINE,
            DeploymentStatus.HALTED,
            Wanted.RUNNING,
            new Latches("p", "h", null, null, null));
    assertThat(CommandRules.allowed(halted, Role.OPERATOR, FREE))
        .contains(CommandKind.STOP, CommandKind.FLATTEN, CommandKind.PAUSE)
        .doesNotContain(CommandKind.RESUME, CommandKind.CLEAR_HALT);
    assertThat(CommandRules.allowed(halted, Role.GUARD, FREE)).containsExactly(CommandKind.PAUSE);
  }

  @Test
  void refusesToResumeWhatTheCostGuardPausedAndSaysTheWayOut() {
    Deployment paused =
        deployment(
            HostKind.MACHINE,
            DeploymentStatus.PAUSED,
            Wanted.PAUSED,
            new Latches("cost_guard: x", null, null, null, null));
    assertThat(line(CommandKind.RESUME, paused, OVER))
        .isEqualTo(
            "deployment one: paused by the cost guard: month-to-date 0.31 exceeds 0.01"
                + " (deploy a version with a higher cap, or wait for the next UTC month)");
    assertThat(CommandRules.allowed(paused, Role.OWNER, FREE)).contains(CommandKind.RESUME);
  }

  @Test
  void takesCommandsUnderWayIntoAccount() {
    Deployment pausing =
        deployment(HostKind.RUN, DeploymentStatus.RUNNING, Wanted.PAUSED, Latches.NONE);
    assertThat(CommandRules.allowed(pausing, Role.OWNER, FREE)).contains(CommandKind.RESUME);
    Deployment resuming =
        deployment(
            HostKind.RUN,
            DeploymentStatus.PAUSED,
            Wanted.RUNNING,
            new Latches("p", null, null, null, null));
    assertThat(CommandRules.allowed(resuming, Role.OWNER, FREE)).contains(CommandKind.PAUSE);
  }

  @Test
  void letsAReplacedOneHearThatItIsToStop() {
    Deployment replaced =
        deployment(HostKind.MACHINE, DeploymentStatus.STOPPING, Wanted.STOPPED, Latches.NONE);
    assertThat(CommandRules.allowed(replaced, Role.OWNER, FREE))
        .containsExactlyInAnyOrder(CommandKind.STOP, CommandKind.KILL);
  }

  @Test
  void saysWhatIsSoAlreadyAndWhatANeedIs() {
    Deployment running =
        deployment(HostKind.RUN, DeploymentStatus.RUNNING, Wanted.RUNNING, Latches.NONE);
    assertThat(line(CommandKind.RESUME, running, FREE))
        .isEqualTo("strategy one: it is running already");
    Deployment stopping =
        deployment(
            HostKind.RUN,
            DeploymentStatus.STOPPING,
            Wanted.STOPPED,
            new Latches(null, null, null, "s", null));
    assertThat(line(CommandKind.FLATTEN, stopping, FREE))
        .isEqualTo(
            "strategy one: it is stopping, flatten needs provisioning or running or paused"
                + " or halted or stopped or error (orrery resume one takes it up again)");
    Deployment halted =
        deployment(
            HostKind.RUN,
            DeploymentStatus.HALTED,
            Wanted.RUNNING,
            new Latches(null, "loss", null, null, null));
    assertThat(line(CommandKind.RESUME, halted, FREE))
        .isEqualTo(
            "strategy one: it is halted, not paused (use clear-halt: only opens are denied)");
  }

  @Test
  void releasesWhatIsQuarantinedAndResumesWhatIsPausedBesides() {
    Quarantine quarantine = new Quarantine("hangs: decide", Instant.EPOCH);
    Deployment hanging =
        deployment(
            HostKind.RUN,
            DeploymentStatus.PAUSED,
            Wanted.RUNNING,
            new Latches(null, null, null, null, quarantine));
    assertThat(CommandRules.allowed(hanging, Role.OWNER, FREE))
        .contains(CommandKind.RELEASE, CommandKind.PAUSE, CommandKind.FLATTEN, CommandKind.STOP)
        .doesNotContain(CommandKind.RESUME);
    assertThat(CommandRules.allowed(hanging, Role.OPERATOR, FREE))
        .doesNotContain(CommandKind.RELEASE);
    assertThat(line(CommandKind.RESUME, hanging, FREE))
        .isEqualTo(
            "strategy one: it is quarantined: hangs: decide (orrery strategies release one)");
    Deployment paused =
        deployment(
            HostKind.RUN,
            DeploymentStatus.PAUSED,
            Wanted.PAUSED,
            new Latches("p", null, null, null, quarantine));
    assertThat(CommandRules.allowed(paused, Role.OWNER, FREE))
        .contains(CommandKind.RESUME, CommandKind.RELEASE);
    Deployment running =
        deployment(HostKind.RUN, DeploymentStatus.RUNNING, Wanted.RUNNING, Latches.NONE);
    assertThat(line(CommandKind.RELEASE, running, FREE))
        .isEqualTo("strategy one: it is not quarantined");
  }

  /** The page is held to the table, line by line. */
  @Test
  void isWhatThePageSays() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("../../docs/deployments.md"));
    StringBuilder head = new StringBuilder("| Command |");
    for (DeploymentStatus status : DeploymentStatus.values()) {
      head.append(" `").append(status.text()).append("` |");
    }
    int at = lines.indexOf(head + " By |");
    assertThat(at).as("the head of the table").isPositive();
    List<String> table = new ArrayList<>();
    for (CommandKind kind : CommandKind.values()) {
      StringBuilder line = new StringBuilder("| `" + kind.text() + "` |");
      for (DeploymentStatus status : DeploymentStatus.values()) {
        boolean run = CommandRules.statuses(kind, HostKind.RUN).contains(status);
        boolean machine = CommandRules.statuses(kind, HostKind.MACHINE).contains(status);
        line.append(run && machine ? " both" : run ? " run" : machine ? " machine" : " ");
        line.append(run || machine ? " |" : "|");
      }
      String roles =
          Stream.of(Role.values())
              .filter(role -> CommandRules.kinds(role).contains(kind))
              .map(role -> role.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
      table.add(line.append(" ").append(roles).append(" |").toString());
    }
    assertThat(lines.subList(at + 2, at + 2 + table.size())).isEqualTo(table);
  }

  private static Set<CommandKind> allowed(HostKind host, DeploymentStatus status) {
    Latches latches =
        switch (status) {
          case PAUSED -> new Latches("p", null, null, null, null);
          case HALTED -> new Latches(null, "h", null, null, null);
          case STOPPING -> new Latches(null, null, null, "s", null);
          case PROVISIONING, RUNNING, STOPPED, ERROR -> Latches.NONE;
        };
    Wanted wanted = status == DeploymentStatus.PAUSED ? Wanted.PAUSED : Wanted.RUNNING;
    return CommandRules.allowed(deployment(host, status, wanted, latches), Role.OWNER, FREE);
  }

  private static String line(CommandKind kind, Deployment deployment, MonthToDate cost) {
    return CommandRules.refusal(kind, deployment, Role.OWNER, cost).orElseThrow().problem().line();
  }

  private static Deployment deployment(
      HostKind host, DeploymentStatus status, Wanted wanted, Latches latches) {
    return new Deployment(
        Users.LOCAL,
        Users.LOCAL,
        Users.LOCAL,
        1,
        "one",
        "paper-1",
        BrokerKind.PAPER,
        host,
        wanted,
        status,
        latches,
        null,
        Duration.ofMinutes(5),
        Instant.EPOCH,
        null,
        null);
  }
}
