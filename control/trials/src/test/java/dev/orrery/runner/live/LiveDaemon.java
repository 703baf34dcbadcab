package dev.orrery.runner.live;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.run.RunConfig;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.Host;
import dev.orrery.runner.HostSettings;
import dev.orrery.runtime.RuntimeFact;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The inside of a {@link LiveProcess}: a host, a gate at the waypoints of the order path, and
 * commands on its standard input.
 */
final class LiveDaemon {
  /** What it says to the test begins with this. */
  static final String MARK = "@ ";

  /** It begins at a line of this; the rest is the waypoint that is armed before the host starts. */
  static final String GO = "go";

  /** Longer than it is stopped for. */
  private static final int LONGEST_SECONDS = 180;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

  private final Gate gate = new Gate();
  private final Host host;
  private final ExecutorService hands =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

  private LiveDaemon(HostSettings settings, @Nullable String armed) {
    if (armed != null) {
      gate.arm(Waypoint.valueOf(armed), 1);
    }
    Waypoint.watch(gate);
    this.host = Host.start(settings);
  }

  /**
   * The process.
   *
   * @param arguments configuration, data directory, folder of plugins
   */
  static void main(String[] arguments) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String go = commands.readLine();
    if (go == null) {
      return; // Nobody wants it any more.
    }
    String armed = go.substring(GO.length()).strip();
    HostSettings settings =
        HostSettings.of(
                ConfigLoader.of(RunConfig.class)
                    .text("live.yaml", Files.readString(Path.of(arguments[0])))
                    .environment(System.getenv())
                    .flag("dataDir", "--data-dir", arguments[1])
                    .flag("port", "--port", "0")
                    .read(),
                Path.of(arguments[2]))
            .notDurable();
    LiveDaemon daemon;
    try {
      daemon = new LiveDaemon(settings, armed.isEmpty() ? null : armed);
    } catch (ProblemException e) {
      if (e.exit() == ExitCode.UNREACHABLE) {
        say("unreachable " + e.getMessage());
      }
      throw e;
    }
    say("ready");
    daemon.obey(commands);
  }

  private void obey(BufferedReader commands) throws IOException {
    try (commands) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        String[] words = line.split(" ");
        switch (words[0]) {
          case "arm" -> {
            gate.arm(Waypoint.valueOf(words[1]), Integer.parseInt(words[2]));
            say("armed");
          }
          case "release" -> gate.release();
          case "fire" -> begin(() -> say("decided " + fire(words[1])));
          case "churn" -> begin(() -> churn(Long.parseLong(words[1])));
          case "state" -> say("state " + LiveState.of(host.runtime().strategies().getFirst()));
          default -> throw new IllegalArgumentException(line);
        }
      }
    }
    host.close();
    say("closed");
  }

  private void begin(Runnable task) {
    Future<?> ignored = hands.submit(task);
  }

  private String fire(String word) {
    try {
      RuntimeFact.Decided decided =
          host.runtime()
              .fire(Hand.NAME, UUID.randomUUID().toString(), word)
              .decided()
              .get(LONGEST_SECONDS, TimeUnit.SECONDS);
      return word + " " + decided.verdict();
    } catch (ExecutionException | TimeoutException e) {
      return word + " " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return word + " interrupted";
    }
  }

  /** Trades on and on, no faster than the venue's weights allow a daemon that comes after it. */
  private void churn(long seed) {
    Random random = new Random(seed);
    while (!Thread.currentThread().isInterrupted()) {
      say("decided " + fire(Hand.WORDS.get(random.nextInt(Hand.WORDS.size()))));
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(MARK + line);
  }

  /** Holds one thread that comes to the armed waypoint: the first one, or a later one. */
  private static final class Gate implements Consumer<Waypoint> {
    private @Nullable Waypoint armed;
    private int passes;
    private CountDownLatch released = new CountDownLatch(1);

    synchronized void arm(Waypoint wanted, int time) {
      armed = wanted;
      passes = time - 1;
      released = new CountDownLatch(1);
    }

    synchronized void release() {
      released.countDown();
    }

    @Override
    public void accept(Waypoint waypoint) {
      CountDownLatch held = hold(waypoint);
      if (held != null) {
        say("reached " + waypoint);
        try {
          held.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private synchronized @Nullable CountDownLatch hold(Waypoint waypoint) {
      if (waypoint != armed || passes-- > 0) {
        return null;
      }
      armed = null;
      return released;
    }
  }
}
