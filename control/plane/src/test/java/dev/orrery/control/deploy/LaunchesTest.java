package dev.orrery.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.control.PlaneBench;
import dev.orrery.control.command.Caller;
import dev.orrery.control.command.DeploymentCommands;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.deployment.BrokerKind;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.DeployOrder;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.HandoverTable;
import dev.orrery.deployment.LaunchTable;
import dev.orrery.deployment.Lease;
import dev.orrery.deployment.LeaseTable;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LaunchesTest {
  private static final Caller ALICE = new Caller(PlaneBench.ALICE, "alice", false);
  private static final MachineWish WISH =
      new MachineWish(
          "plane",
          "sha256:1",
          "nrt",
          Map.of("ORRERY_MARKET_SPEED", "60"),
          _ -> Map.of("DATABASE_URL", Secret.of("secret")));

  private final PlaneBench bench = new PlaneBench();
  private final MachinesInMemory machines = new MachinesInMemory();
  private final LeaseTable leases = new LeaseTable(bench.database);
  private final Launches launches =
      new Launches(
          machines,
          bench.launches,
          new HandoverTable(bench.database),
          bench.deployments,
          () -> WISH,
          () -> new DeployGates(false, false),
          IdSource.random());

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void givesADeploymentItsMachineOnce() {
    UUID id = bench.deployed(PlaneBench.ALICE, "one");
    launches.look();
    launches.look();
    assertThat(machines.there()).extracting(Machine::deployment).containsExactly(id);
    MachineSpec spec = machines.asked.getFirst();
    assertThat(spec.environment())
        .isEqualTo(Map.of("DEPLOYMENT_ID", id.toString(), "ORRERY_MARKET_SPEED", "60"));
    assertThat(spec.secrets()).containsOnlyKeys("DATABASE_URL");
    assertThat(text("fly_image", id) + " " + text("machine_provider", id) + text("fly_region", id))
        .isEqualTo("sha256:1 memorynrt");
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.PROVISIONING);
    assertThat(bench.now(id).startedAt()).isNotNull();
  }

  @Test
  void leavesOneMachineWhenFiftyDeployAtOnce() throws Exception {
    bench.skills.save(PlaneBench.ALICE, "one", PlaneBench.payload(1));
    Deployer deployer =
        new Deployer(bench.deploys, () -> new DeployGates(false, false), launches::look);
    int made = 0;
    try (ExecutorService many = Executors.newFixedThreadPool(50)) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(many.submit(() -> deploys(deployer)));
      }
      for (Future<Boolean> one : all) {
        made += one.get() ? 1 : 0;
      }
    }
    assertThat(made).isPositive();
    // What was replaced while its machine was asked for never took a lease.
    bench.execute("update agent_commands set created_at = now() - interval '61 seconds'");
    launches.look();
    launches.look();
    List<Deployment> rows = bench.deployments.list(PlaneBench.ALICE);
    assertThat(rows).hasSize(made);
    List<Deployment> left =
        rows.stream().filter(row -> row.status() != DeploymentStatus.STOPPED).toList();
    assertThat(left)
        .singleElement()
        .extracting(Deployment::status)
        .isEqualTo(DeploymentStatus.PROVISIONING);
    assertThat(machines.there())
        .singleElement()
        .extracting(Machine::deployment)
        .isEqualTo(left.getFirst().id());
  }

  @Test
  void makesTheReplacementsMachineWhenThePredecessorIsOver() {
    UUID first = bench.deployed(PlaneBench.ALICE, "one");
    launches.look();
    bench.deployments.started(PlaneBench.ALICE, first);
    Lease lease =
        leases.take(Lease.deployment(first), "m", "m pid 1", Duration.ofSeconds(60)).orElseThrow();
    UUID second = bench.deployed(PlaneBench.ALICE, "one");
    launches.look();
    assertThat(machines.there()).extracting(Machine::deployment).containsExactly(first);
    bench.execute("update agent_commands set created_at = now() - interval '61 seconds'");
    launches.look();
    assertThat(machines.there())
        .as("its lease")
        .extracting(Machine::deployment)
        .containsExactly(first);
    leases.release(lease);
    bench.deployments.move(PlaneBench.ALICE, first, DeploymentStatus.STOPPED, null);
    launches.look();
    assertThat(machines.there()).extracting(Machine::deployment).containsExactly(second);
    assertThat(bench.now(first).status()).isEqualTo(DeploymentStatus.STOPPED);
  }

  @Test
  void adoptsWhatWasMadeWhenTheAnswerWasLost() {
    UUID id = bench.deployed(PlaneBench.ALICE, "one");
    machines.loseNextAnswer();
    launches.look();
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.PROVISIONING);
    launches.look();
    assertThat(machines.asked)
        .extracting(MachineSpec::launch)
        .hasSize(2)
        .containsOnly(machines.asked.getFirst().launch());
    assertThat(machines.there()).hasSize(1);
    assertThat(text("machine_id", id)).isEqualTo("m-1");
  }

  @Test
  void saysWhyAMachineCannotBe() {
    UUID id = bench.deployed(PlaneBench.ALICE, "one");
    machines.refuse(MachineException.permanent("no such image"));
    launches.look();
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.ERROR);
    assertThat(bench.now(id).errorText()).isEqualTo("its machine is refused: no such image");
    launches.look();
    assertThat(machines.asked).as("not tried again").hasSize(1);
  }

  @Test
  void destroysAMachineWhoseDeploymentWasKilledMeanwhile() {
    UUID id = bench.deployed(PlaneBench.ALICE, "one");
    machines.meanwhile(() ->
        bench.commands.send(
            PlaneBench.ALICE, id, CommandKind.STOP, Map.of(), ALICE.on(PlaneBench.ALICE)));
    launches.look();
    assertThat(machines.there()).isEmpty();
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.STOPPED);
  }

  @Test
  void destroysTheMachineOfWhatHasStoppedOrWasKilled() {
    UUID stopped = bench.deployed(PlaneBench.ALICE, "one");
    UUID killed = bench.deployed(PlaneBench.ALICE, "two");
    launches.look();
    assertThat(machines.there()).hasSize(2);
    bench.deployments.started(PlaneBench.ALICE, stopped);
    bench.deployments.move(PlaneBench.ALICE, stopped, DeploymentStatus.STOPPED, null);
    new DeploymentCommands(bench.commands, bench.deployments, bench.launches, bench.panic, launches)
        .send(ALICE, killed, CommandKind.KILL, null);
    assertThat(machines.there()).extracting(Machine::deployment).containsExactly(stopped);
    assertThat(bench.now(killed).errorText()).isEqualTo("killed by owner:alice");
    launches.look();
    assertThat(machines.there()).isEmpty();
  }

  /** Of a control plane that was on another host, whose machines cannot be seen from here. */
  @Test
  void leavesMachinesElsewhereAloneAndFencesThemWhenTheyMayNotTrade() {
    UUID begun = bench.deployed(PlaneBench.ALICE, "begun");
    bench.launches.begin(PlaneBench.ALICE, begun, new UUID(1, 1), "child-elsewhere");
    UUID id = bench.deployed(PlaneBench.ALICE, "one");
    bench.launches.begin(PlaneBench.ALICE, id, new UUID(1, 2), "child-elsewhere");
    bench.launches.launched(
        PlaneBench.ALICE, id, new LaunchTable.Machine("child-elsewhere", "m", "", "sha256:1"));
    bench.deployments.started(PlaneBench.ALICE, id);
    Lease lease =
        leases.take(Lease.deployment(id), "m", "m pid 1", Duration.ofSeconds(60)).orElseThrow();
    launches.look();
    assertThat(machines.there()).isEmpty();
    new DeploymentCommands(bench.commands, bench.deployments, bench.launches, bench.panic, launches)
        .send(ALICE, id, CommandKind.KILL, null);
    launches.look();
    assertThat(bench.now(id).status()).as("it may trade").isNotEqualTo(DeploymentStatus.STOPPED);
    bench.execute("update deployment_leases set expires_at = now()");
    launches.look();
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(leases.renew(lease, Duration.ofSeconds(9))).as("its runner is fenced").isFalse();
    assertThat(machines.asked).isEmpty();
    assertThat(bench.now(begun).status()).isEqualTo(DeploymentStatus.PROVISIONING);
  }

  @Test
  void endsWhatNeverHadAMachine() {
    UUID first = bench.deployed(PlaneBench.ALICE, "one");
    UUID second = bench.deployed(PlaneBench.ALICE, "one");
    launches.look();
    assertThat(bench.now(first).status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(machines.there()).extracting(Machine::deployment).containsExactly(second);
  }

  @Test
  void tellsOnlyMainnetMachinesThatLiveTradingIsOn() {
    for (BrokerKind broker : BrokerKind.values()) {
      for (boolean live : new boolean[] {true, false}) {
        UUID id = UUID.randomUUID();
        LaunchTable.Placement placement =
            new LaunchTable.Placement(
                PlaneBench.ALICE, id, "one", broker, DeploymentStatus.PROVISIONING, null, null);
        MachineSpec spec = WISH.spec(placement, UUID.randomUUID(), new DeployGates(false, live));
        assertThat(spec.environment().containsKey("HYPERLIQUID_LIVE_ENABLED"))
            .as("%s, live %s", broker, live)
            .isEqualTo(live && broker == BrokerKind.HYPERLIQUID_MAINNET);
      }
    }
  }

  @Test
  void refusesWhatTheDatabaseHasNoRoomFor() {
    ConnectionTable.Budget budget = new ConnectionTable.Budget(97, 38, 0);
    assertThat(budget.refusal("one", BrokerKind.PAPER, true).orElseThrow().line())
        .isEqualTo(
            "deployment one: needs 98 connections of the database with what is deployed, and it"
                + " takes 97 (raise its max_connections, or stop other deployments)");
    assertThat(new ConnectionTable.Budget(97, 37, 0).refusal("one", BrokerKind.PAPER, true))
        .isEmpty();
    assertThat(
            new ConnectionTable.Budget(97, 34, 2)
                .refusal("one", BrokerKind.HYPERLIQUID_MAINNET, true))
        .isEmpty();
    assertThat(
            new ConnectionTable.Budget(97, 34, 2 + 1)
                .refusal("one", BrokerKind.HYPERLIQUID_MAINNET, true))
        .isPresent();
    assertThat(new ConnectionTable.Budget(497, 200, 0).refusal("one", BrokerKind.PAPER, true))
        .isEmpty();
    bench.skills.save(PlaneBench.ALICE, "new", PlaneBench.payload(1));
    bench.execute(
        """
        insert into deployments (user_id, skill_id, skill_version, strategy, vault, broker_kind,
          status)
        select ?, s.id, 1, 'x', 'x', 'paper', 'stopping' from skills s, generate_series(1, 200)
        """,
        PlaneBench.ALICE);
    Deployer deployer = new Deployer(bench.deploys, () -> new DeployGates(false, false), () -> {});
    Caller keeper = new Caller(PlaneBench.ALICE, "alice", true);
    assertThatThrownBy(() -> deployer.deploy(keeper, DeployOrder.paper("new")))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("deployment new: needs 422 connections");
    assertThatThrownBy(() -> deployer.deploy(ALICE, DeployOrder.paper("new")))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("deployment new: finds no room for a machine now");
  }

  private static boolean deploys(Deployer deployer) {
    try {
      deployer.deploy(ALICE, DeployOrder.paper("one"));
      return true;
    } catch (ProblemException e) {
      assertThat(e)
          .hasMessageMatching("deployment one: (another deployment of it|finds no room).*");
      return false;
    }
  }

  private String text(String column, UUID id) {
    return bench
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select " + column + " from deployments where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
  }
}
