package dev.orrery.control.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.control.PlaneBench;
import dev.orrery.deployment.LeaseTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class JobsTest {
  private final PlaneBench bench = new PlaneBench();
  private final AtomicInteger runs = new AtomicInteger();
  private final SlotTable slots = new SlotTable(bench.database);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void runsASlotOnceHoweverManyAskAtOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<String> answers = new ArrayList<>();
    try (ExecutorService many = Executors.newFixedThreadPool(12)) {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Jobs jobs = jobs("plane-" + i);
        all.add(
            many.submit(() -> {
              go.await();
              return jobs.run(counting());
            }));
      }
      go.countDown();
      for (Future<String> one : all) {
        answers.add(one.get());
      }
    }
    assertThat(runs).hasValue(1);
    assertThat(answers).containsOnly("{\"checked\":7,\"marked\":1}");
  }

  @Test
  void runsAgainForAPersonAndAfterAFailure() {
    Jobs jobs = jobs("a");
    jobs.run(counting());
    assertThat(jobs.runAgain(counting())).isEqualTo("{\"checked\":7,\"marked\":2}");
    Job failing =
        job(
            "failing",
            () -> {
              if (runs.incrementAndGet() == 3) {
                throw new IllegalStateException("no");
              }
              return Map.of("deleted", 0);
            });
    assertThatThrownBy(() -> jobs.run(failing)).hasMessage("no");
    assertThat(jobs.run(failing)).isEqualTo("{\"deleted\":0}");
    assertThat(jobs.run(failing)).as("done now").isEqualTo("{\"deleted\":0}");
    assertThat(runs).hasValue(4);
  }

  @Test
  void takesOverWhatDiedAndSaysSoOfWhatIsUnderWay() {
    Jobs jobs = new Jobs(List.of(counting()), slots, "a", Duration.ofMillis(50));
    assertThat(slots.take("counting", Duration.ofDays(1), "b").mine()).isTrue();
    assertThatThrownBy(() -> jobs.run(counting()))
        .hasMessage("job counting: is being run (ask again in a moment)");
    bench.execute("update job_slots set started_at = now() - interval '11 minutes'");
    assertThat(jobs.run(counting())).isEqualTo("{\"checked\":7,\"marked\":1}");
  }

  @Test
  void isLedByOneAndGoesOnWithAnother() {
    LeaseTable leases = new LeaseTable(bench.database);
    JobSchedule first = new JobSchedule(jobs("a"), leases, "a");
    JobSchedule second = new JobSchedule(jobs("b"), leases, "b");
    assertThat(first.look()).isTrue();
    assertThat(first.look()).isTrue();
    assertThat(second.look()).isFalse();
    assertThat(runs).as("one slot").hasValue(1);
    first.close();
    assertThat(second.look()).isTrue();
    assertThat(runs).as("the same slot").hasValue(1);
    bench.execute("delete from job_slots");
    assertThat(second.look()).isTrue();
    assertThat(runs).as("another").hasValue(2);
    second.close();
  }

  @Test
  void knowsTwoSecretsWhileOneIsReplacedAndNobodyWithoutAny() {
    CronSecrets both = CronSecrets.of(Map.of("CRON_SECRET", "new", "CRON_SECRET_PREVIOUS", "old"));
    assertThat(both.fit("Bearer new")).isTrue();
    assertThat(both.fit("Bearer old")).isTrue();
    assertThat(both.fit("Bearer ne")).isFalse();
    assertThat(both.fit("new")).isFalse();
    assertThat(both.fit(null)).isFalse();
    CronSecrets replaced = CronSecrets.of(Map.of("CRON_SECRET", "new"));
    assertThat(replaced.fit("Bearer old")).isFalse();
    CronSecrets none = CronSecrets.of(Map.of("CRON_SECRET", ""));
    assertThat(none.fit("Bearer ")).isFalse();
    assertThat(none.fit(null)).isFalse();
  }

  private Jobs jobs(String holder) {
    return new Jobs(List.of(counting()), slots, holder, Duration.ofSeconds(60));
  }

  private Job counting() {
    return job(
        "counting",
        () -> {
          Map<String, Integer> answer = new LinkedHashMap<>();
          answer.put("checked", 7);
          answer.put("marked", runs.incrementAndGet());
          return answer;
        });
  }

  private interface Work {
    Map<String, Integer> run();
  }

  private static Job job(String name, Work work) {
    return new Job() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Duration period() {
        return Duration.ofDays(1);
      }

      @Override
      public Map<String, Integer> run() {
        return work.run();
      }
    };
  }
}
