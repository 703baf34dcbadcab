package dev.orrery.trigger.schedule;

import java.util.Date;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.ScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.AbstractTrigger;

/**
 * A Quartz trigger that asks a {@link Schedule} when to fire, so that Quartz keeps the time and
 * nothing else. After a suspension it fires once, not for each mark that passed: the job looks at
 * the schedule itself.
 */
final class MarkTrigger extends AbstractTrigger<MarkTrigger> {
  private static final long serialVersionUID = 1L;

  private final transient Schedule schedule;
  private final transient LongSupplier clock;
  private Date start;
  private @Nullable Date next;
  private @Nullable Date previous;

  MarkTrigger(TriggerKey key, Schedule schedule, LongSupplier clock, long afterMillis) {
    this.schedule = schedule;
    this.clock = clock;
    this.start = new Date(afterMillis);
    setKey(key);
    setMisfireInstruction(MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY);
  }

  @Override
  public @Nullable Date computeFirstFireTime(Calendar calendar) {
    next = getFireTimeAfter(start);
    return next;
  }

  @Override
  public void triggered(Calendar calendar) {
    Date fired = next;
    previous = fired;
    if (fired != null) {
      next = getFireTimeAfter(new Date(Math.max(fired.getTime(), clock.getAsLong() - 1)));
    }
  }

  @Override
  public @Nullable Date getFireTimeAfter(Date after) {
    long mark = schedule.next(after.getTime());
    return mark == Schedule.NEVER ? null : new Date(mark);
  }

  @Override
  public void updateAfterMisfire(Calendar calendar) {
    // A misfire is the job's to judge: the trigger stays as it is.
  }

  @Override
  public void updateWithNewCalendar(Calendar calendar, long misfireThreshold) {
    // Schedules know no Quartz calendars.
  }

  @Override
  protected boolean validateMisfireInstruction(int instruction) {
    return instruction == MISFIRE_INSTRUCTION_IGNORE_MISFIRE_POLICY;
  }

  @Override
  public boolean mayFireAgain() {
    return next != null;
  }

  @Override
  public ScheduleBuilder<MarkTrigger> getScheduleBuilder() {
    return new ScheduleBuilder<>() {
      @Override
      protected MarkTrigger build() {
        return (MarkTrigger) MarkTrigger.this.clone();
      }
    };
  }

  @Override
  public TriggerBuilder<MarkTrigger> getTriggerBuilder() {
    return super.getTriggerBuilder();
  }

  @Override
  public Date getStartTime() {
    return start;
  }

  @Override
  public void setStartTime(Date startTime) {
    start = startTime;
  }

  @Override
  public @Nullable Date getEndTime() {
    return null;
  }

  @Override
  public void setEndTime(@Nullable Date endTime) {
    if (endTime != null) {
      throw new IllegalArgumentException("a schedule has no end: " + endTime);
    }
  }

  @Override
  public @Nullable Date getNextFireTime() {
    return next;
  }

  @Override
  public void setNextFireTime(@Nullable Date nextFireTime) {
    next = nextFireTime;
  }

  @Override
  public @Nullable Date getPreviousFireTime() {
    return previous;
  }

  @Override
  public void setPreviousFireTime(@Nullable Date previousFireTime) {
    previous = previousFireTime;
  }

  @Override
  public @Nullable Date getFinalFireTime() {
    return null;
  }
}
