package dev.orrery.control.job;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs jobs, each slot once, whoever asks: our own clock, a clock outside, two control planes at
 * the same moment. Who comes second gets the answer of who came first. Thread-safe.
 */
public final class Jobs {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<Job> all;
  private final SlotTable slots;
  private final String holder;
  private final Duration patience;

  /**
   * These jobs.
   *
   * @param holder who runs them, for people
   * @param patience how long who comes second waits for the first
   */
  public Jobs(List<Job> all, SlotTable slots, String holder, Duration patience) {
    this.all = List.copyOf(all);
    this.slots = slots;
    this.holder = holder;
    this.patience = patience;
  }

  /** All, in order. */
  public List<Job> all() {
    return all;
  }

  /** By name. */
  public Optional<Job> find(String name) {
    return all.stream().filter(job -> job.name().equals(name)).findFirst();
  }

  /**
   * Runs the slot of now, or answers what came of it.
   *
   * @return JSON, without a blank: {@code {"checked":0,"marked":0}}
   * @throws ProblemException UNREACHABLE while another runs it for longer than one waits
   */
  public String run(Job job) {
    SlotTable.Slot slot = slots.take(job.name(), job.period(), holder);
    if (slot.mine()) {
      return carryOut(job, slot);
    }
    String result = slot.result();
    return result == null ? await(job, slot) : result;
  }

  /** Runs it although the slot may have run: for a person who has just changed something. */
  public String runAgain(Job job) {
    return JSON.writeValueAsString(job.run());
  }

  private String carryOut(Job job, SlotTable.Slot slot) {
    try {
      String result = JSON.writeValueAsString(job.run());
      slots.finish(job.name(), slot.start(), result, null);
      LOG.info("job={} slot={} result={}", job.name(), slot.start(), result);
      return result;
    } catch (RuntimeException e) {
      slots.finish(job.name(), slot.start(), null, e.toString());
      throw e;
    }
  }

  private String await(Job job, SlotTable.Slot slot) {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<String> result = slots.result(job.name(), slot.start());
      if (result.isPresent()) {
        return result.get();
      }
      LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
    }
    throw new ProblemException(
        Problem.unreachable("job " + job.name(), "is being run", "ask again in a moment"));
  }
}
