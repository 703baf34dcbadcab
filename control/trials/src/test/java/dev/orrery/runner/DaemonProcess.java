package dev.orrery.runner;

import dev.orrery.testing.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A daemon in a process of its own, made to be killed. It tells on its output when it is ready, and
 * from then on how many decisions are acknowledged: in the database, for good.
 */
final class DaemonProcess implements AutoCloseable {
  private static final String READY = "ready";
  private static final String ACKNOWLEDGED = "acknowledged ";

  private final Process process;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final AtomicLong acknowledged = new AtomicLong();
  private final Thread reader;

  private DaemonProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().name("daemon-output").start(this::read);
  }

  /** Starts one on a data directory. */
  static DaemonProcess start(Path data, Path plugins) throws IOException {
    return start(List.of("-cp", System.getProperty("java.class.path")), data, plugins);
  }

  /**
   * Starts one of many.
   *
   * @param classes of the virtual machine, its class path among them
   */
  static DaemonProcess start(List<String> classes, Path data, Path plugins) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(ChildJvm.command("-Xlog:disable", "-Xlog:all=error:stderr"));
    builder.command().addAll(classes);
    builder
        .command()
        .addAll(List.of(DaemonProcess.class.getName(), data.toString(), plugins.toString()));
    return new DaemonProcess(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The daemon itself. */
  static void main(String[] arguments) throws InterruptedException {
    HostSettings settings =
        HostSettings.of(Bench.fast(Path.of(arguments[0])), Path.of(arguments[1])).notDurable();
    try (Host host = Host.start(settings)) {
      System.out.println(READY);
      while (!host.await(Duration.ofMillis(50))) {
        long count =
            host.storage()
                .database()
                .jdbi()
                .withHandle(handle ->
                    handle
                        .createQuery("select count(*) from decision_snapshots")
                        .mapTo(Long.class)
                        .one());
        System.out.println(ACKNOWLEDGED + count);
      }
    }
  }

  void awaitReady() throws InterruptedException {
    if (!ready.await(3, TimeUnit.MINUTES)) {
      throw new AssertionError("the daemon did not come up, alive: " + process.isAlive());
    }
  }

  /** What it has acknowledged so far. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Its handles, of whatever kind. */
  long handles() {
    return handles(_ -> true);
  }

  /** Its handles on files below a folder. */
  long handles(Path folder) {
    return handles(handle -> leadsBelow(handle, folder.toAbsolutePath()));
  }

  private long handles(Predicate<Path> counted) {
    try (Stream<Path> handles = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
      return handles.filter(counted).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many objects of a class it has after a collection. */
  long objects(String className) {
    ProcessBuilder histogram =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            String.valueOf(process.pid()),
            "GC.class_histogram");
    try (BufferedReader lines = output(histogram.redirectErrorStream(true).start())) {
      return lines
          .lines()
          .map(line -> line.strip().split("\\s+"))
          .filter(columns -> columns.length > 3 && columns[3].equals(className))
          .mapToLong(columns -> Long.parseLong(columns[1]))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean leadsBelow(Path handle, Path folder) {
    try {
      return Files.readSymbolicLink(handle).startsWith(folder);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  /** Ends it as a service manager would, and waits until it has. */
  void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      throw new AssertionError("the daemon did not end");
    }
    reader.join();
  }

  /** Ends it as a power button would; what it had told by then is read to its end. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
    reader.join();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader output = output(process)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.equals(READY)) {
          ready.countDown();
        } else if (line.startsWith(ACKNOWLEDGED)) {
          acknowledged.set(Long.parseLong(line.substring(ACKNOWLEDGED.length())));
        }
      }
    } catch (IOException e) {
      throw new AssertionError("the daemon's output cannot be read", e);
    }
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
