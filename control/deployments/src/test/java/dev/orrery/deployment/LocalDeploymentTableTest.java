package dev.orrery.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LocalDeploymentTableTest {
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void keepsTheRowAndTheVersionWhenNothingChanged() {
    Deployment first = bench.running("one");
    String written = writtenBy(first.id());
    Deployment again = bench.ensure("one");
    assertThat(again).isEqualTo(first);
    assertThat(writtenBy(first.id())).as("the row is not written again").isEqualTo(written);
    assertThat(again.skillVersion()).isEqualTo(1);
    assertThat(again.broker()).isEqualTo(BrokerKind.PAPER);
    assertThat(again.host()).isEqualTo(HostKind.RUN);
    assertThat(again.vault()).isEqualTo("paper-one");
  }

  @Test
  void movesTheVersionOnUnderTheSameRowWhenCapsChange() {
    Deployment first = bench.running("one");
    Deployment changed = bench.local.ensure("one", "another", Bench.payload("150"));
    assertThat(changed.id()).isEqualTo(first.id());
    assertThat(changed.skillVersion()).isEqualTo(2);
    assertThat(changed.vault()).isEqualTo("another");
    SkillTable skills = new SkillTable(bench.database);
    assertThat(skills.payload(Users.LOCAL, first.skillId(), 1).orElseThrow().risk())
        .isEqualTo(Bench.caps("200"));
    assertThat(skills.payload(Users.LOCAL, first.skillId(), 2).orElseThrow())
        .isEqualTo(Bench.payload("150"));
    assertThat(skills.latest(Users.LOCAL, "one").orElseThrow().version()).isEqualTo(2);
    Deployment back = bench.ensure("one");
    assertThat(back.skillVersion()).as("versions only grow").isEqualTo(3);
  }

  @Test
  void takesNumbersByValue() {
    bench.local.ensure("one", "v", Bench.payload("200"));
    assertThat(bench.local.ensure("one", "v", Bench.payload("200.00")).skillVersion()).isEqualTo(1);
  }

  @Test
  void stopsWhatIsNoLongerConfiguredAndBringsItBackAsItWas() {
    UUID one = bench.running("one").id();
    UUID two = bench.running("two").id();
    Latches paused = new Latches("by hand", null, null, null, null);
    bench.deployments.saveLatches(Users.LOCAL, two, paused);
    assertThat(bench.local.retireAllBut(Set.of("one"))).isEqualTo(List.of("two"));
    assertThat(bench.now(one).status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(bench.now(two).status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(bench.local.retireAllBut(Set.of("one"))).isEmpty();
    Deployment back = bench.ensure("two");
    assertThat(back.id()).isEqualTo(two);
    assertThat(back.status()).isEqualTo(DeploymentStatus.PROVISIONING);
    assertThat(bench.deployments.started(Users.LOCAL, two)).isEqualTo(DeploymentStatus.PAUSED);
  }

  @Test
  void leavesStoppedWhatAPersonStopped() {
    UUID id = bench.running("one").id();
    bench.send(id, CommandKind.STOP);
    Deployment again = bench.ensure("one");
    assertThat(again.wanted()).isEqualTo(Wanted.STOPPED);
    assertThat(again.status()).isEqualTo(DeploymentStatus.STOPPED);
    assertThat(bench.deployments.started(Users.LOCAL, id)).isEqualTo(DeploymentStatus.STOPPED);
    bench.deployments.reopen(Users.LOCAL, id);
    assertThat(bench.now(id).wanted()).isEqualTo(Wanted.RUNNING);
    assertThat(bench.deployments.started(Users.LOCAL, id)).isEqualTo(DeploymentStatus.RUNNING);
  }

  @Test
  void triesAgainWhatFailed() {
    UUID id = bench.running("one").id();
    bench.deployments.move(Users.LOCAL, id, DeploymentStatus.ERROR, "no history");
    assertThat(bench.ensure("one").status()).isEqualTo(DeploymentStatus.PROVISIONING);
    assertThat(bench.now(id).errorText()).isNull();
  }

  @Test
  void refusesWhatAMachineRuns() {
    Deployment one = bench.running("one");
    bench.execute("update deployments set host_kind = 'machine' where id = ?", one.id());
    assertThatThrownBy(() -> bench.ensure("one"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("another deployment of it on paper is active");
  }

  @Test
  void givesOneRowToManyAtOnce() throws Exception {
    Callable<UUID> ensure = () -> bench.ensure("one").id();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<UUID>> all = pool.invokeAll(Stream.generate(() -> ensure).limit(12).toList());
      UUID first = all.getFirst().get();
      for (Future<UUID> one : all) {
        assertThat(one.get()).isEqualTo(first);
      }
    }
    assertThat(bench.now(bench.ensure("one").id()).skillVersion()).isEqualTo(1);
  }

  @Test
  void countsEpochsUp() {
    LeaseTable leases = new LeaseTable(bench.database);
    UUID id = bench.ensure("one").id();
    assertThat(leases.takeOver(id, "a")).isEqualTo(1);
    assertThat(leases.takeOver(id, "b")).isEqualTo(2);
    assertThat(leases.takeOver(bench.ensure("two").id(), "b")).isEqualTo(1);
  }

  /** The transaction that wrote a row as it is. */
  private String writtenBy(UUID id) {
    return bench
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select xmin::text from deployments where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
  }
}
