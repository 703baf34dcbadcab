package dev.orrery.runner.live;

import dev.orrery.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LiveDaemon} in a process of its own, made to be stopped and killed. What it says is
 * kept, for the test and for whoever looks into a failure.
 */
final class LiveProcess implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final int LINES = 300;

  private final Process process;
  private final Writer commands;
  private final Thread reader;

  // Under the monitor.
  private final List<String> said = new ArrayList<>();
  private final Deque<String> everything = new ArrayDeque<>();
  private int heard;

  private LiveProcess(Process process) {
    this.process = process;
    this.commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    this.reader = Thread.ofPlatform().daemon().name("live-output").start(this::read);
  }

  /**
   * Starts one.
   *
   * @param options of the virtual machine, its class path among them
   * @param variables of its environment
   */
  static LiveProcess start(
      List<String> options, Map<String, String> variables, Path config, Path data, Path plugins)
      throws IOException {
    List<String> command =
        ChildJvm.command("-Duser.timezone=UTC", "-Xlog:disable", "-Xlog:all=error:stderr");
    command.addAll(options);
    command.addAll(
        List.of(
            LiveDaemon.class.getName(), config.toString(), data.toString(), plugins.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(variables);
    return new LiveProcess(builder.start());
  }

  /**
   * Waits until it is ready, or stands where it was to stop. False when it gave up because venue or
   * database did not answer in time, as on a machine that is too busy: it may be started again.
   */
  boolean isUp() throws InterruptedException {
    return !await("").startsWith("unreachable");
  }

  /** The rest of the next line that begins so; lines before it are passed over. */
  synchronized String await(String beginning) throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      while (heard < said.size()) {
        String line = said.get(heard++);
        if (line.startsWith(beginning)) {
          return line.substring(beginning.length()).strip();
        }
      }
      long left = end - System.nanoTime();
      if (left <= 0 || !reader.isAlive()) {
        throw new AssertionError(
            "the daemon did not say '"
                + beginning
                + "', alive: "
                + process.isAlive()
                + "; its last lines:\n"
                + String.join("\n", everything));
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
    }
  }

  /** Sends a command; one that is dead does not hear it. */
  void tell(String command) {
    try {
      commands.write(command + "\n");
      commands.flush();
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The account as it sees it. */
  LiveState state() throws InterruptedException {
    tell("state");
    return LiveState.read(await("state"));
  }

  /** Has it stop at a waypoint the next time it comes there. */
  void arm(Object waypoint) throws InterruptedException {
    arm(waypoint, 1);
  }

  /** Has it stop at a waypoint when it comes there for the so manieth time from now. */
  void arm(Object waypoint, int time) throws InterruptedException {
    tell("arm " + waypoint + " " + time);
    await("armed");
  }

  /** Fires its strategy and waits for what becomes of it. */
  String fire(String word) throws InterruptedException {
    tell("fire " + word);
    return await("decided " + word);
  }

  /**
   * Fires its strategy until it stands at the waypoint that is armed: on a slow machine an order
   * may be too late before it comes there.
   */
  void fireUntilReached(String word) throws InterruptedException {
    String said;
    do {
      tell("fire " + word);
      said = await("");
    } while (!said.startsWith("reached"));
  }

  /** Ends it as a power button would. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
    reader.join();
  }

  /** Stops or continues all of its threads. */
  void signal(String name) throws IOException, InterruptedException {
    int rc =
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    if (rc != 0) {
      throw new IOException("kill -" + name + " answered " + rc);
    }
  }

  /** Ends it in order. */
  void end() throws IOException, InterruptedException {
    commands.close();
    if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end");
    }
  }

  /** Its last lines, whatever they are about. */
  synchronized @Nullable String lastLines() {
    return String.join("\n", everything);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (this) {
          if (line.startsWith(LiveDaemon.MARK)) {
            said.add(line.substring(LiveDaemon.MARK.length()));
          } else {
            everything.add(line);
          }
          if (everything.size() > LINES) {
            everything.remove();
          }
          notifyAll();
        }
      }
    } catch (IOException e) {
      throw new AssertionError("the daemon's output cannot be read", e);
    }
  }
}
