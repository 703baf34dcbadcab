package dev.orrery.database;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data files of a server and its process: made, started, stopped. Not thread-safe; whoever uses
 * it holds the {@link ServerLock}.
 *
 * <p>{@code pg_ctl} gives the server a session of its own, so that Ctrl-C in a terminal reaches
 * only us and we stop first. We do not wait for {@code pg_ctl}, which looks ten times a second, but
 * read the pid file ourselves.
 */
final class Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final Duration STOP_TIME = Duration.ofSeconds(60);

  /** PostgreSQL's words; its cluster is made without translations. */
  private static final String STILL_IN_USE = "pre-existing shared memory block";

  private static final Duration AGAIN = Duration.ofMillis(200);

  private final ServerFiles files;
  private final ServerProgram program;
  private final boolean durable;
  private final int maxConnections;

  Cluster(ServerFiles files, ServerProgram program, boolean durable, int maxConnections) {
    this.files = files;
    this.program = program;
    this.durable = durable;
    this.maxConnections = maxConnections;
  }

  /** Makes the cluster if there is none; a half-made one of a killed process is made anew. */
  void create(Secret password) throws IOException {
    if (Files.isDirectory(files.cluster())) {
      return;
    }
    LOG.info("creating the database folder={}", files.folder());
    Path fresh = files.folder().resolve("cluster.new");
    ServerBinaries.deleteTree(fresh);
    files.readOrMakePassword();
    run(
        "initdb",
        List.of(
            "--pgdata=" + fresh,
            "--username=postgres",
            "--pwfile=" + files.password(),
            "--auth-host=scram-sha-256",
            "--auth-local=reject",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            durable ? "--sync-method=fsync" : "--no-sync"),
        "");
    Files.writeString(
        fresh.resolve("pg_hba.conf"),
        """
        # Passwords only, from this host only.
        host all all 127.0.0.1/32 scram-sha-256
        """);
    createOwner(fresh, password);
    Files.move(fresh, files.cluster(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * An owner without superuser rights, and its database: without network, in a single process.
   * Stretching makes weak passwords stronger; ours is 256 random bits, and a cold start would pay
   * 50 ms a connection for it.
   */
  private void createOwner(Path fresh, Secret password) throws IOException {
    String statements =
        """
        set scram_iterations to 256

        create role %1$s login createdb createrole password '%2$s'

        grant pg_monitor to %1$s

        alter role %1$s set timezone to 'UTC'

        create database %1$s owner %1$s

        alter database %1$s set timezone to 'UTC'

        """
            .formatted(EmbeddedServer.NAME, password.reveal())
            .replace("\n\n", ";\n\n");
    ServerProgram.Ended ended =
        program.run(
            "postgres",
            List.of("--single", "-j", "-D", fresh.toString(), "-c", "exit_on_error=on", "postgres"),
            statements);
    if (ended.code() != 0) {
      throw failed("creating the database", ended.output().replace(password.reveal(), "***"));
    }
  }

  /**
   * Starts the server on {@code port}; returns when it takes connections. The processes of one that
   * was killed notice that within moments, and hold its memory until then: that is waited for.
   */
  void start(int port, Duration startTime) throws IOException {
    files.rotateLog();
    long end = System.nanoTime() + startTime.toNanos();
    while (!started(port, startTime)) {
      String tail = files.logTail();
      if (!tail.contains(STILL_IN_USE) || System.nanoTime() - end >= 0) {
        throw failed("starting on port " + port, tail);
      }
      LOG.info("waiting for the end of what is left of a killed database");
      LockSupport.parkNanos(AGAIN.toNanos());
    }
  }

  private boolean started(int port, Duration startTime) throws IOException {
    forgetStalePid();
    Optional<Postmaster> before = Postmaster.of(files.cluster());
    Process starter =
        program.start(
            "pg_ctl",
            List.of(
                "start",
                "-w",
                "-t",
                Long.toString(startTime.toSeconds()),
                "-D",
                files.cluster().toString(),
                "-l",
                files.log().toString(),
                "-o",
                options(port)));
    return Deadline.in(startTime).await(() -> isReady(before) || hasFailed(starter))
        && isReady(before);
  }

  /** Stops the server if it runs, orphan of a killed process or our own. */
  void stop() throws IOException {
    Optional<Postmaster> running = running();
    if (running.isEmpty()) {
      return;
    }
    for (String mode : List.of("fast", "immediate")) {
      program.run(
          "pg_ctl", List.of("stop", "-W", "-m", mode, "-D", files.cluster().toString()), "");
      if (Deadline.in(STOP_TIME).await(() -> hasEnded(running.get()))) {
        return;
      }
      LOG.warn("the database does not stop pid={} mode={}", running.get().pid(), mode);
    }
    throw failed("stopping process " + running.get().pid(), files.logTail());
  }

  /** The server's process, if it is there. */
  Optional<Postmaster> running() {
    return Postmaster.of(files.cluster()).filter(found -> found.alive(files.cluster()));
  }

  private boolean hasEnded(Postmaster stopped) {
    return !stopped.alive(files.cluster())
        || Postmaster.of(files.cluster()).map(now -> now.pid() != stopped.pid()).orElse(true);
  }

  private boolean isReady(Optional<Postmaster> before) {
    Optional<Postmaster> now = Postmaster.of(files.cluster());
    return now.isPresent() && now.get().ready() && !now.equals(before);
  }

  private static boolean hasFailed(Process starter) {
    return !starter.isAlive() && starter.exitValue() != 0;
  }

  /**
   * PostgreSQL takes any process with the id in an old pid file for itself. When the id has gone to
   * somebody else the file is stale for sure; otherwise PostgreSQL judges better than we do.
   */
  private void forgetStalePid() throws IOException {
    Optional<Postmaster> old = Postmaster.of(files.cluster());
    if (old.isPresent() && old.get().pidIsSomebodyElses()) {
      LOG.warn("forgetting a stale pid file pid={}", old.get().pid());
      Files.delete(files.cluster().resolve(Postmaster.FILE));
    }
  }

  /** Whether a server that runs is ready, and was started with these settings. */
  boolean fits(Postmaster running) throws IOException {
    String started = Files.readString(files.cluster().resolve("postmaster.opts"));
    return running.ready()
        && settings(running.port()).stream().allMatch(each -> started.contains('"' + each + '"'));
  }

  private String options(int port) {
    return "-c " + String.join(" -c ", settings(port));
  }

  private List<String> settings(int port) {
    return List.of(
        "listen_addresses=127.0.0.1",
        "port=" + port,
        "unix_socket_directories=",
        "fsync=" + (durable ? "on" : "off"),
        "synchronous_commit=on",
        "full_page_writes=" + (durable ? "on" : "off"),
        "password_encryption=scram-sha-256",
        "timezone=UTC",
        "log_timezone=UTC",
        "max_connections=" + maxConnections,
        "shared_buffers=64MB",
        "max_wal_size=512MB",
        "wal_level=minimal",
        "max_wal_senders=0",
        "io_method=sync",
        "jit=off",
        "log_checkpoints=off");
  }

  private void run(String name, List<String> arguments, String input) throws IOException {
    ServerProgram.Ended ended = program.run(name, arguments, input);
    if (ended.code() != 0) {
      throw failed(name, ended.output());
    }
  }

  private ProblemException failed(String what, String cause) {
    return new ProblemException(
        Problem.unreachable(
            "embedded PostgreSQL in " + files.folder(),
            what + " failed: " + cause,
            Files.exists(files.log())
                ? "see " + files.log()
                : "let this user write the folder, with space left"));
  }
}
