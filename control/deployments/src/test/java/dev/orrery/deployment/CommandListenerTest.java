package dev.orrery.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.NotificationListener;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CommandListenerTest {
  private final Bench bench = new Bench();
  private final NotificationListener notifications =
      NotificationListener.open(bench.database, "test");
  private final CommandListener listener = new CommandListener(bench.database, notifications);
  private final List<Command> handled = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    listener.close();
    notifications.close();
    bench.close();
  }

  @Test
  void carriesOutInOrderAndAcksWithTheResult() {
    Deployment one = bench.running("one");
    Command pause = bench.send(one.id(), CommandKind.PAUSE);
    Command resume = bench.send(one.id(), CommandKind.RESUME);
    Command flatten = bench.send(one.id(), CommandKind.FLATTEN);
    listener.host(one, 1, this::latch);
    Await.until(() -> bench.acked(flatten.id()));
    assertThat(handled)
        .extracting(Command::kind)
        .containsExactly(CommandKind.PAUSE, CommandKind.RESUME, CommandKind.FLATTEN);
    assertThat(bench.command(pause.id()).result()).containsEntry("status", "paused");
    assertThat(bench.command(resume.id()).result()).containsEntry("status", "running");
    assertThat(bench.command(pause.id()).actor()).isEqualTo("owner:alice");
    bench.commands.completed(flatten.id(), CommandResult.done(Map.of("flat", true)));
    assertThat(bench.command(flatten.id()).result())
        .containsEntry("status", "paused")
        .containsEntry("flat", true);
    assertThat(bench.now(one.id()).wanted()).isEqualTo(Wanted.PAUSED);
    assertThat(bench.commands.recent(Users.LOCAL, one.id(), 2))
        .extracting(Command::id)
        .containsExactly(flatten.id(), resume.id());
  }

  @Test
  void obeysAPauseThatItsRowHasAlreadyWhileThatIsBehind() {
    Deployment one = bench.running("one");
    Command first = bench.send(one.id(), CommandKind.PAUSE);
    Behind host = new Behind();
    listener.host(one, 1, host);
    Await.until(() -> bench.acked(first.id()));

    host.current = false;
    Command resume = bench.send(one.id(), CommandKind.RESUME);
    Await.until(() -> bench.acked(resume.id()));
    assertThat(bench.now(one.id()).status()).isEqualTo(DeploymentStatus.PAUSED);
    Command again = bench.send(one.id(), CommandKind.PAUSE);
    Await.until(() -> bench.acked(again.id()));
    assertThat(handled)
        .extracting(Command::id)
        .containsExactly(first.id(), resume.id(), again.id());
  }

  /** Latches as a host does; while its row is behind, without writing it. */
  private final class Behind implements CommandHandler {
    private volatile boolean current = true;

    @Override
    public CommandResult handle(Command command) {
      if (current) {
        return latch(command);
      }
      handled.add(command);
      return CommandResult.done();
    }

    @Override
    public boolean rowIsCurrent() {
      return current;
    }
  }

  @Test
  void losesAndDoublesNothingWhileItsConnectionIsTerminated() {
    List<Deployment> hosted = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Deployment deployment = bench.running("s" + i);
      hosted.add(deployment);
      listener.host(deployment, 1, this::note);
    }
    List<UUID> sent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sent.add(bench.send(hosted.get(i % 4).id(), CommandKind.SNAPSHOT).id());
      if (i % 20 == 10) {
        bench.execute(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where application_name like 'orrery listener%' and datname = current_database()
            """);
      }
    }
    Await.until(() -> handled.size() >= 200);
    Await.until(() -> bench.queue.waiting(hosted.stream().map(Deployment::id).toList()).isEmpty());
    assertThat(handled).extracting(Command::id).containsExactlyInAnyOrderElementsOf(sent);
    for (Deployment deployment : hosted) {
      assertThat(handled)
          .filteredOn(command -> command.deploymentId().equals(deployment.id()))
          .isSortedAccordingTo((a, b) -> Long.compare(a.seq(), b.seq()));
    }
  }

  @Test
  void obeysWhatItIsNotifiedOfWithoutWaitingToLook() {
    Deployment one = bench.running("one");
    try (CommandListener notified =
        new CommandListener(bench.database, notifications, Duration.ofHours(1))) {
      notified.host(one, 1, this::note);
      for (int i = 0; i < 40; i++) {
        UUID id = bench.send(one.id(), CommandKind.SNAPSHOT).id();
        Await.until(() -> bench.acked(id));
      }
    }
    assertThat(handled).hasSize(40);
  }

  @Test
  void repeatsWhatCouldNotBeMadeDurableInsteadOfRefusingIt() {
    Deployment one = bench.running("one");
    Command pause = bench.send(one.id(), CommandKind.PAUSE);
    listener.host(
        one,
        1,
        command -> {
          CommandResult result = latch(command);
          if (handled.size() == 1) {
            throw new ProblemException(Problem.unreachable("deployment", "is switched", ""));
          }
          return result;
        });
    Await.until(() -> bench.acked(pause.id()));
    assertThat(bench.command(pause.id()).attempt()).isEqualTo(2);
    assertThat(bench.command(pause.id()).error()).isNull();
    assertThat(bench.now(one.id()).status()).isEqualTo(DeploymentStatus.PAUSED);
  }

  @Test
  void letsStopOvertakeWhatIsBeingCarriedOut() {
    Deployment one = bench.running("one");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    listener.host(
        one,
        1,
        command -> {
          if (command.kind() == CommandKind.FLATTEN) {
            begun.countDown();
            release.await();
          }
          return latch(command);
        });
    Command flatten = bench.send(one.id(), CommandKind.FLATTEN);
    Await.until(() -> begun.getCount() == 0);
    Command snapshot = bench.send(one.id(), CommandKind.SNAPSHOT);
    Command stop = bench.send(one.id(), CommandKind.STOP);
    Await.until(() -> bench.now(one.id()).status() == DeploymentStatus.STOPPING);
    assertThat(bench.acked(stop.id())).isTrue();
    assertThat(bench.acked(flatten.id())).isFalse();
    release.countDown();
    Await.until(() -> bench.acked(snapshot.id()));
    assertThat(bench.command(snapshot.id()).error()).contains("it is stopping");
  }

  @Test
  void hasAckedStopAndMadeItDurableBeforeItIsCarriedOut() {
    Deployment one = bench.running("one");
    List<Boolean> seen = new CopyOnWriteArrayList<>();
    listener.host(
        one,
        1,
        command -> {
          seen.add(bench.acked(command.id()));
          throw new IllegalStateException("the process ends here");
        });
    Command stop = bench.send(one.id(), CommandKind.STOP);
    Await.until(() -> bench.command(stop.id()).error() != null);
    assertThat(seen).containsExactly(true);
    assertThat(bench.now(one.id()).wanted()).isEqualTo(Wanted.STOPPED);
    assertThat(bench.ensure("one").status()).as("next start").isEqualTo(DeploymentStatus.STOPPED);
  }

  @Test
  void makesAStopThatWasInsertedByHandDurableToo() {
    Deployment one = bench.running("one");
    listener.host(one, 1, this::latch);
    bench.execute("insert into agent_commands (deployment_id, kind) values (?, 'stop')", one.id());
    Await.until(() -> bench.now(one.id()).status() == DeploymentStatus.STOPPING);
    assertThat(bench.now(one.id()).wanted()).isEqualTo(Wanted.STOPPED);
  }

  @Test
  void carriesOutAgainWhatWasBegunButNotAcked() {
    Deployment one = bench.running("one");
    Command pause = bench.send(one.id(), CommandKind.PAUSE);
    assertThat(bench.queue.claim(one.id(), 1, false)).isPresent();
    bench.deployments.saveLatches(
        Users.LOCAL, one.id(), new Latches("by hand", null, null, null, null));
    listener.host(one, 2, this::latch);
    Await.until(() -> bench.acked(pause.id()));
    assertThat(bench.command(pause.id()).error()).isNull();
    assertThat(bench.command(pause.id()).result()).containsKey("note");
    assertThat(bench.now(one.id()).latches().paused()).isEqualTo("by hand");
  }

  @Test
  void givesNothingToWhoWasReplaced() {
    Deployment one = bench.running("one");
    Command sent = bench.send(one.id(), CommandKind.SNAPSHOT);
    Command old = bench.queue.claim(one.id(), 1, false).orElseThrow();
    Command taken = bench.queue.claim(one.id(), 2, false).orElseThrow();
    assertThat(taken.id()).isEqualTo(sent.id());
    assertThat(bench.queue.claim(one.id(), 1, false)).isEmpty();
    assertThat(bench.queue.ack(old, 1, CommandResult.done())).isFalse();
    assertThat(bench.queue.ack(taken, 2, CommandResult.done())).isTrue();
    assertThat(bench.queue.ack(taken, 2, CommandResult.done())).isFalse();
  }

  @Test
  void obeysWhatMakesSaferHoweverOldItIs() {
    Deployment one = bench.running("one");
    Command pause = bench.send(one.id(), CommandKind.PAUSE);
    Command resume = bench.send(one.id(), CommandKind.RESUME);
    Command flatten = bench.send(one.id(), CommandKind.FLATTEN);
    Command snapshot = bench.send(one.id(), CommandKind.SNAPSHOT);
    Command stop = bench.send(one.id(), CommandKind.STOP);
    assertThat(List.of(pause, flatten, stop)).extracting(Command::expiresAt).containsOnlyNulls();
    assertThat(List.of(resume, snapshot)).extracting(Command::expiresAt).doesNotContainNull();
    daysPass();
    listener.host(one, 1, this::note);
    Await.until(() ->
        List.of(pause, flatten, snapshot, stop).stream().allMatch(each -> bench.acked(each.id())));
    assertThat(bench.command(resume.id()).error()).startsWith("expired at ");
    assertThat(bench.command(snapshot.id()).error()).startsWith("expired at ");
    assertThat(handled)
        .extracting(Command::kind)
        .containsExactlyInAnyOrder(CommandKind.PAUSE, CommandKind.FLATTEN, CommandKind.STOP);
    assertThat(bench.now(one.id()).wanted()).isEqualTo(Wanted.STOPPED);
  }

  @Test
  void takesBackWhatAnExpiredResumeWanted() {
    Deployment one = bench.running("one");
    bench.deployments.saveLatches(
        Users.LOCAL, one.id(), new Latches("by hand", null, null, null, null));
    bench.send(one.id(), CommandKind.RESUME);
    assertThat(bench.now(one.id()).wanted()).isEqualTo(Wanted.RUNNING);
    daysPass();
    assertThat(bench.queue.expire(one.id())).isEqualTo(1);
    assertThat(bench.now(one.id()).wanted()).isEqualTo(Wanted.PAUSED);
  }

  @Test
  void wantsWhatWaitsOnWhenAResumeBehindItExpires() {
    Deployment one = bench.running("one");
    Command pause = bench.send(one.id(), CommandKind.PAUSE);
    assertThat(bench.commands.waitingPause(Users.LOCAL, one.id())).contains(pause);
    bench.send(one.id(), CommandKind.RESUME);
    assertThat(bench.commands.waitingPause(Users.LOCAL, one.id())).isEmpty();
    daysPass();
    assertThat(bench.commands.waitingPause(Users.LOCAL, one.id())).contains(pause);
    assertThat(bench.queue.expire(one.id())).isEqualTo(1);
    assertThat(bench.now(one.id()).wanted()).isEqualTo(Wanted.PAUSED);
  }

  private void daysPass() {
    bench.execute(
        "update agent_commands set expires_at = clock_timestamp() - interval '1 day'"
            + " where expires_at is not null");
  }

  @Test
  void givesUpWhatFailsThreeTimesAndGoesOn() {
    Deployment one = bench.running("one");
    listener.host(
        one,
        1,
        command -> {
          handled.add(command);
          if (command.kind() == CommandKind.PAUSE) {
            if (handled.size() == 1) {
              throw new StackOverflowError("an error must not end the strand");
            }
            throw new IllegalStateException("poison");
          }
          return CommandResult.done();
        });
    Command poison = bench.send(one.id(), CommandKind.PAUSE);
    Command next = bench.send(one.id(), CommandKind.SNAPSHOT);
    Await.until(() -> bench.acked(next.id()));
    assertThat(bench.command(poison.id()).error())
        .isEqualTo("given up after 3 attempts: java.lang.IllegalStateException: poison");
    assertThat(handled)
        .extracting(Command::kind)
        .containsExactly(
            CommandKind.PAUSE, CommandKind.PAUSE, CommandKind.PAUSE, CommandKind.SNAPSHOT);
  }

  @Test
  void givesUpWhatEndedTheProcessThreeTimes() {
    Deployment one = bench.running("one");
    Command poison = bench.send(one.id(), CommandKind.SNAPSHOT);
    for (int epoch = 1; epoch <= 3; epoch++) {
      assertThat(bench.queue.claim(one.id(), epoch, false)).isPresent();
    }
    listener.host(one, 4, this::note);
    Await.until(() -> bench.acked(poison.id()));
    assertThat(bench.command(poison.id()).error()).contains("each ended the process");
    assertThat(handled).isEmpty();
  }

  @Test
  void obeysNoMoreOnceClosedAndHostsAgain() {
    Deployment one = bench.running("one");
    CommandListener.Hosting hosting = listener.host(one, 1, this::note);
    assertThatThrownBy(() -> listener.host(one, 1, this::note))
        .isInstanceOf(IllegalStateException.class);
    hosting.close();
    Command waiting = bench.send(one.id(), CommandKind.SNAPSHOT);
    listener.host(one, 2, this::note);
    Await.until(() -> bench.acked(waiting.id()));
    assertThat(handled).hasSize(1);
  }

  @Test
  void refusesAtSendingWithoutARow() {
    Deployment one = bench.running("one");
    assertThatThrownBy(() -> bench.send(one.id(), CommandKind.CLEAR_HALT))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("it is not halted");
    assertThat(bench.commands.recent(Users.LOCAL, one.id(), 10)).isEmpty();
  }

  private CommandResult note(Command command) {
    handled.add(command);
    return CommandResult.done();
  }

  /** Does to the latches what a host does. */
  private CommandResult latch(Command command) {
    handled.add(command);
    String reason = command.reason();
    Latches latches =
        switch (command.kind()) {
          case PAUSE -> new Latches(reason, null, null, null, null);
          case FLATTEN -> new Latches(null, null, reason, null, null);
          case STOP, KILL -> new Latches(null, null, null, reason, null);
          case RESUME, CLEAR_HALT, SNAPSHOT, RELEASE -> Latches.NONE;
        };
    bench.deployments.saveLatches(Users.LOCAL, command.deploymentId(), latches);
    return CommandResult.done(Map.of("status", bench.now(command.deploymentId()).status().text()));
  }
}
