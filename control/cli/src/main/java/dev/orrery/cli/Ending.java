package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.kernel.ExitCode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a daemon is told to end. A first SIGINT or SIGTERM interrupts the thread that runs it, which
 * ends as it would when time is up: with exit code 0, because that is what was asked for. A second
 * SIGINT ends the process at once, with 130; what a supervisor repeats (SIGTERM) is heard once.
 * Other ends of the process, a closed terminal for one, wait for the same end.
 *
 * <p>Thread-safe; {@link #close} gives the signals back.
 */
final class Ending implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /** What a shell says of a program that SIGINT ended: 128 and its number. */
  private static final int BY_HAND = 130;

  private final Thread runner;
  private final Console console;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean closing;
  private volatile boolean kept;
  private final Thread hook = new Thread(this::processEnds, "orrery-end");
  private final Runnable interrupts;
  private final Runnable terminations;

  /** Listens from now on. */
  Ending(Thread runner, Console console) {
    this.runner = runner;
    this.console = console;
    this.interrupts = Signals.on("INT", () -> told(true));
    this.terminations = Signals.on("TERM", () -> told(false));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether it has been told to end. */
  boolean asked() {
    return asked.get();
  }

  /**
   * Whether an interrupt of the runner is an order to end: one that came without a signal is not.
   * Every thread of the process can be reached from a plugin.
   */
  boolean isMeant() {
    if (!asked()) {
      LOG.warn("Goes on: the main thread was interrupted by nobody who may end the process");
    }
    return asked();
  }

  /** It ends by itself now, whoever asked: nothing interrupts that any more. For the runner. */
  synchronized void begun() {
    closing = true;
    boolean toldMeanwhile = Thread.interrupted();
    LOG.debug("ending told={}", toldMeanwhile);
  }

  /** All that matters is kept and closed; what is left is to say so. */
  void kept() {
    kept = true;
  }

  private synchronized void interrupt() {
    if (!closing) {
      runner.interrupt();
    }
  }

  /** It has ended. */
  @Override
  public void close() {
    ended.countDown();
    interrupts.run();
    terminations.run();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("the process ends already", e);
    }
  }

  /** On a thread of the signal's own. */
  private void told(boolean byHand) {
    if (asked.getAndSet(true)) {
      if (byHand) {
        atOnce("ended at once; the next start goes on from the journal", BY_HAND);
      }
      return;
    }
    if (byHand && console.errTerminal()) {
      console.err().println();
      console.err().println("ending; Ctrl-C again ends at once");
    }
    interrupt();
    if (!awaitEnd()) {
      String late = LONGEST.toSeconds() + " s";
      if (kept) {
        atOnce("ended, but nobody has read the feed for " + late, ExitCode.DONE.code());
      } else {
        atOnce("did not end within " + late, ExitCode.FAILED.code());
      }
    }
  }

  private void processEnds() {
    if (ended.getCount() > 0 && !asked.getAndSet(true)) {
      interrupt();
    }
    awaitEnd();
  }

  private boolean awaitEnd() {
    try {
      return ended.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void atOnce(String why, int code) {
    console.err().println("orrery: " + why);
    Runtime.getRuntime().halt(code);
  }
}
