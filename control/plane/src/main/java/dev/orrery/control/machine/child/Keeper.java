package dev.orrery.control.machine.child;

import dev.orrery.control.machine.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what did not end in time, also what a control plane before this one asked; rotates logs. */
final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final long ROUND_SECONDS = 10;

  private final ChildSettings settings;
  private final Folders folders;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("machine-keeper").factory());

  Keeper(ChildSettings settings, Folders folders) {
    this.settings = settings;
    this.folders = folders;
  }

  void start() {
    thread.scheduleWithFixedDelay(this::round, 0, ROUND_SECONDS, TimeUnit.SECONDS);
  }

  /** Looks at a machine once its grace is over. */
  void remember(MachineFolder folder, Duration grace) {
    thread.schedule(() -> look(folder), grace.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      for (MachineFolder folder : folders.all()) {
        look(folder);
        LogFile.rotate(folder.log(), settings.logLimit(), settings.logsKept());
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("machines could not be looked after", e);
    }
  }

  /** The program only: its launcher writes down how it ended, then ends with what is left. */
  private void look(MachineFolder folder) {
    try {
      Optional<Double> by = folder.stopBy();
      if (by.isPresent() && by.get() <= Uptime.seconds() && folder.busy()) {
        LOG.info("machine did not end in time, ends by force machine={}", folder.id());
        Optional<ProcessIdentity> process = folder.process();
        if (process.isPresent()) {
          Signals.send(process.get(), StopSignal.KILL);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("machine could not be ended folder={}", folder.path(), e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
