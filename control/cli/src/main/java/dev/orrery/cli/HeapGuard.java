package dev.orrery.cli;

import dev.orrery.kernel.ExitCode;
import dev.orrery.runner.Host;
import java.time.Duration;

/**
 * Sees that the process ends once its heap is full, whatever still hangs then. The thread waits
 * from the beginning: there may be no memory for one when it is needed.
 */
final class HeapGuard implements AutoCloseable {
  /** For an end in order; what is not kept by then is as after a kill. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Host host;
  private final Thread thread;

  /** Waits from now on. */
  HeapGuard(Host host) {
    this.host = host;
    this.thread = Thread.ofPlatform().daemon().name("orrery-heap-guard").start(this::guard);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void guard() {
    try {
      host.awaitExhausted();
      Thread.sleep(GRACE);
      Runtime.getRuntime().halt(ExitCode.FAILED.code());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
