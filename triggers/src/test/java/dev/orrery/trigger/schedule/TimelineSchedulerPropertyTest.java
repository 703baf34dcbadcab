package dev.orrery.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.Trigger;
import dev.orrery.api.Trigger.MissedFire;
import dev.orrery.kernel.SimulatedTimeline;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Marks are those that asking the schedules one by one gives, in the order registered. */
class TimelineSchedulerPropertyTest {
  private static final long START = 1_711_800_000_000L; // 30 March 2024, clocks change that night
  private static final long END = START + 86_400_000L;

  private record Life(Schedule schedule, long from, long to) {}

  private record Open(int index, Scheduler.Registration registration) {}

  @Test
  void marksAreThoseOfTheSchedulesOneByOne() {
    for (long seed = 1; seed <= 15; seed++) {
      run(seed);
    }
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    SimulatedTimeline timeline = new SimulatedTimeline(START);
    List<Recorder.Heard> heard = new ArrayList<>();
    List<Life> lives = new ArrayList<>();
    try (TimelineScheduler scheduler = new TimelineScheduler(timeline)) {
      List<Open> open = new ArrayList<>();
      while (timeline.nowMillis() < END) {
        if (random.nextInt(3) == 0 && !open.isEmpty()) {
          Open leaving = open.get(random.nextInt(open.size()));
          open.remove(leaving);
          leaving.registration.close();
          Life life = lives.get(leaving.index);
          lives.set(leaving.index, new Life(life.schedule, life.from, timeline.nowMillis()));
        } else {
          Schedule schedule = schedule(random);
          Recorder recorder = new Recorder(Integer.toString(lives.size()), heard);
          open.add(
              new Open(
                  lives.size(),
                  scheduler.every(schedule, MissedFire.SKIP, OptionalLong.empty(), recorder)));
          lives.add(new Life(schedule, timeline.nowMillis(), END));
        }
        timeline.advanceTo(Math.min(END, timeline.nowMillis() + random.nextInt(7_200_000)));
      }
    }
    assertThat(heard).as("seed " + seed).isEqualTo(expected(lives));
  }

  private static List<Recorder.Heard> expected(List<Life> lives) {
    List<Recorder.Heard> expected = new ArrayList<>();
    for (int i = 0; i < lives.size(); i++) {
      Life life = lives.get(i);
      for (long m = life.schedule.next(life.from); m <= life.to; m = life.schedule.next(m)) {
        expected.add(new Recorder.Heard(Integer.toString(i), m));
      }
    }
    expected.sort((a, b) -> {
      int byMark = Long.compare(a.mark(), b.mark());
      return byMark != 0
          ? byMark
          : Integer.compare(Integer.parseInt(a.who()), Integer.parseInt(b.who()));
    });
    return expected;
  }

  private static Schedule schedule(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> every(Duration.ofSeconds(30 + random.nextInt(4) * 30L));
      case 1 -> cron("0 0/" + (1 + random.nextInt(30)) + " * * * ?");
      case 2 -> cron("0 30 2,3 * * ?");
      default -> every(Duration.ofHours(1 + random.nextInt(3)));
    };
  }

  private static Schedule every(Duration period) {
    return Schedules.of(new Trigger.Every(period, MissedFire.SKIP));
  }

  private static Schedule cron(String expression) {
    return Schedules.parse(
        new Trigger.Cron(expression, ZoneId.of("Europe/Berlin"), MissedFire.SKIP));
  }
}
