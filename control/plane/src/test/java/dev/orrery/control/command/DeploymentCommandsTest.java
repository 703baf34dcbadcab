package dev.orrery.control.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.control.PlaneBench;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.Wanted;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeploymentCommandsTest {
  private static final Caller ALICE = new Caller(PlaneBench.ALICE, "alice", false);
  private static final Caller BOB = new Caller(PlaneBench.BOB, "bob", false);
  private static final Caller OPERATOR = new Caller(PlaneBench.BOB, "bob", true);

  private final PlaneBench bench = new PlaneBench();
  private final List<UUID> ended = new ArrayList<>();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void namesWhoSentIt() {
    UUID id = bench.running(PlaneBench.ALICE, "one");
    assertThat(commands(true).send(ALICE, id, CommandKind.PAUSE, "tired").actor())
        .isEqualTo("owner:alice");
    Command safer = commands(true).send(OPERATOR, id, CommandKind.FLATTEN, null);
    assertThat(safer.actor()).isEqualTo("operator:bob");
    assertThat(safer.reason()).isEqualTo("flatten by operator:bob");
    assertThatThrownBy(() -> commands(true).send(OPERATOR, id, CommandKind.RESUME, null))
        .hasMessage("deployment one: resume is its owner's to send (ask the owner)");
  }

  @Test
  void letsStrangersNotEvenKnowThatItIsThere() {
    UUID id = bench.running(PlaneBench.ALICE, "one");
    UUID nowhere = UUID.randomUUID();
    for (CommandKind kind : CommandKind.values()) {
      assertThatThrownBy(() -> commands(true).send(BOB, id, kind, null))
          .isInstanceOf(ProblemException.class)
          .hasMessage(message(nowhere, kind).replace(nowhere.toString(), id.toString()));
    }
    assertThat(bench.commands.recent(PlaneBench.ALICE, id, 5)).isEmpty();
    assertThat(ended).isEmpty();
  }

  @Test
  void killsWithoutWaitingForARunner() {
    UUID id = bench.running(PlaneBench.ALICE, "one");
    Command kill = commands(true).send(ALICE, id, CommandKind.KILL, null);
    assertThat(ended).containsExactly(id);
    assertThat(kill.ackedAt()).isNotNull();
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(bench.now(id).errorText()).isEqualTo("killed by owner:alice");
  }

  @Test
  void leavesAKillForLaterWhenTheMachineIsNotConfirmedGone() {
    UUID id = bench.running(PlaneBench.ALICE, "one");
    Command kill = commands(false).send(ALICE, id, CommandKind.KILL, null);
    assertThat(kill.ackedAt()).isNull();
    assertThat(bench.now(id).wanted()).isEqualTo(Wanted.STOPPED);
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.RUNNING);
    UUID other = bench.running(PlaneBench.ALICE, "two");
    DeploymentCommands broken =
        commands(deployment -> {
          throw new IllegalStateException("no answer");
        });
    assertThat(broken.send(ALICE, other, CommandKind.KILL, null).ackedAt()).isNull();
    assertThat(bench.now(other).wanted()).isEqualTo(Wanted.STOPPED);
  }

  @Test
  void sendsToAllOfTheCallersOwnAndTellsWhatIsRefused() {
    UUID one = bench.running(PlaneBench.ALICE, "one");
    UUID two = bench.deployed(PlaneBench.ALICE, "two");
    UUID foreign = bench.running(PlaneBench.BOB, "three");
    List<DeploymentCommands.Answer> answers =
        commands(true).sendToAll(ALICE, CommandKind.FLATTEN, null);
    assertThat(answers)
        .extracting(answer -> answer.deployment().name() + " " + answer.refusal())
        .containsExactlyInAnyOrder(
            "one null",
            "two deployment two: it is provisioning, flatten needs running or paused or halted"
                + " (wait until it is up)");
    assertThat(bench.commands.recent(PlaneBench.ALICE, one, 5)).hasSize(1);
    assertThat(bench.commands.recent(PlaneBench.ALICE, two, 5)).isEmpty();
    assertThat(bench.commands.recent(PlaneBench.BOB, foreign, 5)).isEmpty();
  }

  @Test
  void leavesPanicToOperators() {
    UUID one = bench.running(PlaneBench.ALICE, "one");
    assertThatThrownBy(() -> commands(true).panic(ALICE, "smoke"))
        .hasMessage("panic: is an operator's to engage (pause your own deployments)");
    assertThat(commands(true).panic(OPERATOR, "smoke")).isEqualTo(1);
    assertThat(bench.panic.state().engaged()).isTrue();
    assertThat(bench.now(one).wanted()).isEqualTo(Wanted.PAUSED);
    assertThatThrownBy(() -> commands(true).clearPanic(ALICE, "ok"))
        .isInstanceOf(ProblemException.class);
    commands(true).clearPanic(OPERATOR, "ok");
    assertThat(bench.panic.state().engaged()).isFalse();
    assertThat(bench.now(one).wanted()).as("nothing is resumed").isEqualTo(Wanted.PAUSED);
  }

  private String message(UUID id, CommandKind kind) {
    try {
      commands(true).send(BOB, id, kind, null);
      throw new AssertionError("sent to nobody");
    } catch (ProblemException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private DeploymentCommands commands(boolean gone) {
    return commands(deployment -> {
      ended.add(deployment);
      return gone;
    });
  }

  private DeploymentCommands commands(MachineEnd machines) {
    return new DeploymentCommands(
        bench.commands, bench.deployments, bench.launches, bench.panic, machines);
  }
}
