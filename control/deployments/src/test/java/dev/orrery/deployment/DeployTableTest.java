package dev.orrery.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.Database;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeployTableTest {
  private static final DeployGates OPEN = new DeployGates(false, true);
  private static final UUID USER = Users.LOCAL;

  private final Bench bench = new Bench();

  /** Patient: where many deploy at once on a busy machine, some wait long for a connection. */
  private final Database patient =
      Database.open(
          bench
              .database
              .settings()
              .withMaxConnections(10)
              .withTimeouts(Duration.ofMinutes(2), Duration.ofMinutes(2)));

  private final DeployTable table = new DeployTable(patient, IdSource.random(), bench.commands);
  private final HandoverTable handover = new HandoverTable(bench.database);
  private final LaunchTable launches = new LaunchTable(bench.database);
  private final SkillTable skills = new SkillTable(bench.database);

  @AfterEach
  void close() {
    patient.close();
    bench.close();
  }

  @Test
  void makesARowThatWaitsForItsMachine() {
    skills.save(USER, "one", Bench.payload("200"));
    Deployment made = deploy(DeployOrder.paper("one")).deployment();
    assertThat(made.status()).isEqualTo(DeploymentStatus.PROVISIONING);
    assertThat(made.wanted()).isEqualTo(Wanted.RUNNING);
    assertThat(made.host()).isEqualTo(HostKind.MACHINE);
    assertThat(made.vault()).isEqualTo("paper:one");
    assertThat(made.tickInterval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(made.skillVersion()).isEqualTo(1);
  }

  @Test
  void deploysAnySavedVersionAndNoOther() {
    skills.save(USER, "one", Bench.payload("200"));
    skills.save(USER, "one", Bench.payload("100"));
    assertThat(deploy(DeployOrder.paper("one")).deployment().skillVersion()).isEqualTo(2);
    assertThat(deploy(DeployOrder.paper("one").version(1)).deployment().skillVersion())
        .isEqualTo(1);
    refuses(DeployOrder.paper("one").version(3), "skill one: has no version 3 (its latest is 2)");
    refuses(
        DeployOrder.paper("two"),
        "skill two: you have none of this name (publish its jar first: orrery publish JAR)");
  }

  @Test
  void replacesThePredecessorAndTellsItToStop() {
    skills.save(USER, "one", Bench.payload("200"));
    UUID first = running(DeployOrder.paper("one"));
    DeployTable.Made second = deploy(DeployOrder.paper("one"));
    assertThat(second.replaced()).containsExactly(first);
    assertThat(bench.now(first).status()).isEqualTo(DeploymentStatus.STOPPING);
    assertThat(bench.now(first).wanted()).isEqualTo(Wanted.STOPPED);
    assertThat(bench.commands.recent(USER, first, 5))
        .extracting(command -> command.kind() + " " + command.actor() + " " + command.reason())
        .containsExactly("STOP owner:alice replaced by deployment " + second.deployment().id());
  }

  @Test
  void endsAFailedPredecessorToo() {
    skills.save(USER, "one", Bench.payload("200"));
    UUID first = running(DeployOrder.paper("one"));
    bench.deployments.move(USER, first, DeploymentStatus.ERROR, "heartbeat lost: 20 min");
    assertThat(deploy(DeployOrder.paper("one")).replaced()).containsExactly(first);
    assertThat(bench.now(first).status()).isEqualTo(DeploymentStatus.STOPPING);
    assertThat(bench.now(first).errorText()).isEqualTo("heartbeat lost: 20 min");
  }

  @Test
  void waitsForALeaseAndAMachineOfThePredecessor() {
    skills.save(USER, "one", Bench.payload("200"));
    UUID first = running(DeployOrder.paper("one"));
    lease("deployment:" + first, 20);
    UUID second = deploy(DeployOrder.paper("one")).deployment().id();
    assertThat(handover.before(USER, first)).as("its own lease").hasSize(1);
    List<HandoverTable.Predecessor> waits = handover.before(USER, second);
    assertThat(waits).extracting(HandoverTable.Predecessor::id).containsExactly(first);
    assertThat(waits.getFirst().atMost()).isBetween(Duration.ofSeconds(50), HandoverTable.DRAIN);
    assertThat(waits.getFirst().text()).startsWith("waiting for predecessor ");
    bench.execute(
        "update agent_commands set created_at = clock_timestamp() - interval '61 seconds'");
    assertThat(handover.before(USER, second).getFirst().atMost())
        .as("its lease is left")
        .isLessThanOrEqualTo(Duration.ofSeconds(20));
    bench.execute("update deployment_leases set expires_at = clock_timestamp()");
    assertThat(handover.before(USER, second)).isEmpty();
  }

  @Test
  void waitsNoMoreWhenTheMachineOfThePredecessorIsGone() {
    skills.save(USER, "one", Bench.payload("200"));
    UUID first = running(DeployOrder.paper("one"));
    lease("deployment:" + first, 20);
    UUID second = deploy(DeployOrder.paper("one")).deployment().id();
    assertThat(launches.gone(USER, first)).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(handover.before(USER, second)).isEmpty();
    assertThat(bench.commands.recent(USER, first, 5))
        .extracting(command -> command.kind() + " " + command.result())
        .containsExactly("STOP {note=its machine is gone}");
    long epoch =
        bench.jdbi.withHandle(handle ->
            handle.createQuery("select epoch from deployment_leases").mapTo(Long.class).one());
    assertThat(epoch).as("above that of the runner").isEqualTo(8);
  }

  @Test
  void waitsForTheAccountOnMainnetWhoeverHoldsIt() {
    skills.save(USER, "one", Bench.payload("200"));
    UUID made = deploy(DeployOrder.mainnet("one", agent("0x" + "aB".repeat(20)))).deployment().id();
    assertThat(handover.before(USER, made)).isEmpty();
    lease("account:0x" + "ab".repeat(20), 20);
    assertThat(handover.before(USER, made)).hasSize(1);
  }

  @Test
  void givesMainnetToOneSkillOfAUser() {
    skills.save(USER, "one", Bench.payload("200"));
    skills.save(USER, "two", Bench.payload("200"));
    UUID agent = agent("0x" + "ab".repeat(20));
    UUID first = running(DeployOrder.mainnet("one", agent));
    assertThat(bench.now(first).vault()).isEqualTo("0x" + "ab".repeat(20));
    String line =
        "deployment two: you can deploy only one mainnet deployment: one is %s"
            + " (stop that one first: orrery stop one)";
    refuses(DeployOrder.mainnet("two", agent), line.formatted("running"));
    bench.deployments.move(USER, first, DeploymentStatus.STOPPING, null);
    refuses(DeployOrder.mainnet("two", agent), line.formatted("stopping"));
    bench.deployments.move(USER, first, DeploymentStatus.STOPPED, null);
    deploy(DeployOrder.mainnet("two", agent));
    deploy(DeployOrder.paper("one"));
  }

  @Test
  void asksForAnAgentOfTheUsersOwn() {
    skills.save(USER, "one", Bench.payload("200"));
    UUID agent = agent("0x" + "ab".repeat(20));
    refuses(
        new DeployOrder("one", null, BrokerKind.HYPERLIQUID_MAINNET, null, null, null),
        "deployment one: is on mainnet and names no agent wallet (approve one of your wallet)");
    refuses(
        new DeployOrder("one", null, BrokerKind.PAPER, agent, null, null),
        "deployment one: is on paper and names an agent wallet (leave the agent out)");
    bench.execute(
        "insert into users (id, name) values ('00000000-0000-0000-0000-00000000000b', 'bob')");
    bench.execute("update hyperliquid_agents set user_id = '00000000-0000-0000-0000-00000000000b'");
    refuses(
        DeployOrder.mainnet("one", agent),
        "agent wallet " + agent + ": you have none of this id (approve one of your wallet)");
  }

  @Test
  void closesItsGates() {
    skills.save(USER, "one", Bench.payload("200"));
    assertThatThrownBy(() ->
            table.create(USER, DeployOrder.paper("one"), new DeployGates(true, true), Bench.ALICE))
        .hasMessageContaining("DEPLOYMENTS_DISABLED");
    new PanicTable(bench.database, bench.commands).engage("smoke", Bench.ALICE);
    refuses(
        DeployOrder.paper("one"), "deployment one: panic is engaged: smoke (orrery panic clear)");
  }

  @Test
  void leavesExactlyOneWhenFiftyDeployAtOnce() throws Exception {
    skills.save(USER, "one", Bench.payload("200"));
    UUID before = running(DeployOrder.paper("one"));
    Outcome outcome = atOnce(50, i -> DeployOrder.paper("one"));
    assertThat(outcome.refusals())
        .allMatch(line ->
            line.equals(
                "deployment one: another deployment of it on paper is active"
                    + " (stop that one first: orrery deployments)"));
    assertThat(outcome.made()).hasSize(50 - outcome.refusals().size()).isNotEmpty();
    List<Deployment> rows = bench.deployments.list(USER);
    assertThat(rows).hasSize(outcome.made().size() + 1);
    assertThat(rows)
        .filteredOn(row -> DeploymentStatus.OCCUPYING.contains(row.status()))
        .hasSize(1)
        .noneMatch(row -> row.id().equals(before));
    assertThat(rows)
        .filteredOn(row -> row.status() == DeploymentStatus.STOPPING)
        .allMatch(row -> row.wanted() == Wanted.STOPPED)
        .allSatisfy(row -> assertThat(bench.commands.recent(USER, row.id(), 5)).hasSize(1));
  }

  @Test
  void leavesExactlyOneOnMainnetWhenManySkillsDeployAtOnce() throws Exception {
    UUID agent = agent("0x" + "ab".repeat(20));
    for (int i = 0; i < 10; i++) {
      skills.save(USER, "skill-" + i, Bench.payload("200"));
    }
    Outcome outcome = atOnce(10, i -> DeployOrder.mainnet("skill-" + i, agent));
    assertThat(outcome.made()).hasSize(1);
    String holder = outcome.made().getFirst().name();
    assertThat(outcome.refusals())
        .hasSize(9)
        .allMatch(line ->
            line.endsWith(
                ": you can deploy only one mainnet deployment: "
                    + holder
                    + " is provisioning (stop that one first: orrery stop "
                    + holder
                    + ")"));
  }

  @Test
  void sendsAMachineBackThatComesTooLateAndKeepsTheFirstReasonOfAFailure() {
    skills.save(USER, "one", Bench.payload("200"));
    UUID first = deploy(DeployOrder.paper("one")).deployment().id();
    UUID second = deploy(DeployOrder.paper("one")).deployment().id();
    assertThat(launches.launched(USER, first, machine("m-1"))).as("replaced").isFalse();
    assertThat(launches.launched(USER, second, machine("m-2"))).isTrue();
    assertThat(launches.failed(USER, second, "no room")).isTrue();
    assertThat(launches.failed(USER, second, "exit 1")).isFalse();
    assertThat(bench.now(second).errorText()).isEqualTo("no room");
    assertThat(new LogTable(bench.database).recent(USER, second, LogTable.Level.ERROR, 5))
        .extracting(line -> line.event() + " " + line.message())
        .containsExactly("runner_fatal no room");
    assertThat(launches.failed(USER, first, "late")).isFalse();
    assertThat(bench.now(first).status()).isEqualTo(DeploymentStatus.STOPPING);
  }

  @Test
  void endsWhatWasKilledWhenItsMachineIsGoneAndLeavesWhatIsStillWanted() {
    skills.save(USER, "one", Bench.payload("200"));
    UUID id = running(DeployOrder.paper("one"));
    assertThat(launches.gone(USER, id)).isEqualTo(DeploymentStatus.RUNNING);
    UUID snapshot = bench.send(id, CommandKind.SNAPSHOT).id();
    bench.deployments.move(USER, id, DeploymentStatus.ERROR, "heartbeat lost");
    bench.send(id, CommandKind.KILL);
    assertThat(launches.gone(USER, id)).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(bench.now(id).errorText()).isEqualTo("killed by owner:alice");
    assertThat(bench.command(snapshot).error())
        .isEqualTo("the deployment has ended, was not carried out");
    assertThat(bench.commands.recent(USER, id, 5)).allMatch(each -> each.ackedAt() != null);
  }

  private record Outcome(List<Deployment> made, List<String> refusals) {}

  private interface Orders {
    DeployOrder order(int number);
  }

  private Outcome atOnce(int count, Orders orders) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Deployment> made = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    try (ExecutorService many = Executors.newFixedThreadPool(count)) {
      List<Future<Deployment>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        DeployOrder order = orders.order(i);
        Callable<Deployment> one =
            () -> {
              go.await();
              return deploy(order).deployment();
            };
        all.add(many.submit(one));
      }
      go.countDown();
      for (Future<Deployment> one : all) {
        try {
          made.add(one.get());
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(ProblemException.class);
          refusals.add(Objects.requireNonNull(e.getCause()).getMessage());
        }
      }
    }
    return new Outcome(made, refusals);
  }

  private DeployTable.Made deploy(DeployOrder order) {
    return table.create(USER, order, OPEN, Bench.ALICE);
  }

  private void refuses(DeployOrder order, String line) {
    assertThatThrownBy(() -> deploy(order)).isInstanceOf(ProblemException.class).hasMessage(line);
  }

  /** Deployed, with a machine, and up. */
  private UUID running(DeployOrder order) {
    UUID id = deploy(order).deployment().id();
    assertThat(launches.launched(USER, id, machine("m-" + id))).isTrue();
    assertThat(bench.deployments.started(USER, id)).isEqualTo(DeploymentStatus.RUNNING);
    return id;
  }

  private static LaunchTable.Machine machine(String id) {
    return new LaunchTable.Machine("child", id, "", "sha256:0");
  }

  private void lease(String resource, int seconds) {
    bench.execute(
        """
        insert into deployment_leases (resource, holder, token, epoch, expires_at)
        values (?, 'x', gen_random_uuid(), 7, clock_timestamp() + make_interval(secs => ?))
        """,
        resource,
        seconds);
  }

  private UUID agent(String master) {
    UUID id = UUID.randomUUID();
    bench.execute(
        """
        with wallet as (
          insert into hyperliquid_master_wallets (user_id, address) values (?, ?) returning id)
        insert into hyperliquid_agents
          (id, user_id, master_wallet_id, agent_address, agent_name, vault_key_id)
        select ?, ?, id, '0x01', 'orrery', gen_random_uuid() from wallet
        """,
        USER,
        master,
        id,
        USER);
    return id;
  }
}
