package dev.orrery.database;

import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own, in the folder {@code postgres} of a data directory: 127.0.0.1
 * only, password required (SCRAM, made up once, in a file only its owner can read), durable.
 *
 * <p>One process owns it. When that process is killed the server goes on as an orphan; the next
 * {@link #open} stops it cleanly and starts anew. Other processes get at a running server with
 * {@link #attach}. Thread-safe.
 */
public final class EmbeddedServer implements AutoCloseable {
  /** Its database, and the role that owns it. */
  static final String NAME = "orrery";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);

  private static final Duration OWNER_WAIT = Duration.ofSeconds(2);

  /** It is on this very machine: when it is slow to answer, the machine is busy. */
  private static final Duration CONNECT_TIME = Duration.ofSeconds(10);

  private final Settings settings;
  private final ServerFiles files;
  private final Cluster cluster;
  private final ServerLock lock;
  private final int port;
  private boolean closed;

  /** Whether {@link #stop} was called, and {@link #start} not since. */
  private boolean stopped;

  private EmbeddedServer(
      Settings settings, ServerFiles files, Cluster cluster, ServerLock lock, int port) {
    this.settings = settings;
    this.files = files;
    this.cluster = cluster;
    this.lock = lock;
    this.port = port;
  }

  /**
   * Where a server lives.
   *
   * @param dataDir the data directory
   * @param cacheDir where the unpacked programs are kept, shared by all data directories
   * @param durable false gives up safety against power loss for speed: for tests only
   * @param startTime how long a start may take; recovery after a crash is part of it
   * @param maxConnections how many it takes at the same time
   * @param adopts whether a server that a process before this one left running is taken over as it
   *     is, if it was started with these settings; else it is stopped and started anew
   */
  public record Settings(
      Path dataDir,
      Path cacheDir,
      boolean durable,
      Duration startTime,
      int maxConnections,
      boolean adopts) {
    private static final int USUAL_CONNECTIONS = 100;

    /** With the usual number of connections, for one process that owns the server. */
    public Settings(Path dataDir, Path cacheDir, boolean durable, Duration startTime) {
      this(dataDir, cacheDir, durable, startTime, USUAL_CONNECTIONS, false);
    }

    /** A durable server in a data directory, its programs in the user's cache folder. */
    public static Settings in(Path dataDir) {
      Path cache = Path.of(System.getProperty("user.home", "/tmp"), ".cache", "orrery");
      return new Settings(dataDir, cache, true, Duration.ofSeconds(60));
    }

    /** For many processes that use it, also while its owner is away. */
    public Settings shared(int connections) {
      return new Settings(dataDir, cacheDir, durable, startTime, connections, true);
    }
  }

  /**
   * Owns and starts the server of a data directory, making it if there is none. Waits a moment for
   * an owner that is about to end.
   *
   * @throws ProblemException REFUSED when another process, or this one, owns it; UNREACHABLE when
   *     it cannot be made or started
   */
  public static EmbeddedServer open(Settings settings) {
    AtomicReference<@Nullable EmbeddedServer> opened = new AtomicReference<>();
    Deadline.in(OWNER_WAIT)
        .await(() -> {
          opened.set(tryOpen(settings).orElse(null));
          return opened.get() != null;
        });
    EmbeddedServer server = opened.get();
    if (server == null) {
      throw ownedByAnother(settings);
    }
    return server;
  }

  /** The same without waiting; empty when it has an owner. */
  public static Optional<EmbeddedServer> tryOpen(Settings settings) {
    long begin = System.nanoTime();
    try {
      Files.createDirectories(settings.dataDir());
      ServerFiles files = ServerFiles.of(settings.dataDir());
      boolean made = !Files.exists(files.folder());
      files.createFolder();
      Optional<ServerLock> lock = ServerLock.tryTake(files.lock());
      if (lock.isEmpty()) {
        return Optional.empty();
      }
      try {
        EmbeddedServer server = open(settings, files, lock.get());
        LOG.info(
            "database started port={} millis={}",
            server.port,
            (System.nanoTime() - begin) / 1_000_000);
        return Optional.of(server);
      } catch (IOException | RuntimeException e) {
        lock.get().close();
        if (made && !Files.isDirectory(files.cluster())) {
          ServerBinaries.deleteTree(files.folder()); // nothing is kept there yet
        }
        throw e;
      }
    } catch (IOException e) {
      throw unusable(settings, e);
    }
  }

  private static EmbeddedServer open(Settings settings, ServerFiles files, ServerLock lock)
      throws IOException {
    ServerProgram program = new ServerProgram(ServerBinaries.in(settings.cacheDir()));
    Cluster cluster = new Cluster(files, program, settings.durable(), settings.maxConnections());
    cluster.create(files.readOrMakePassword());
    Optional<Postmaster> orphan = cluster.running();
    if (orphan.isPresent() && settings.adopts() && cluster.fits(orphan.get())) {
      LOG.info("database adopted pid={}", orphan.get().pid());
      return new EmbeddedServer(settings, files, cluster, lock, orphan.get().port());
    }
    if (orphan.isPresent()) {
      LOG.warn("stopping the database a killed process left running pid={}", orphan.get().pid());
      cluster.stop();
    }
    int port = files.choosePort();
    cluster.start(port, settings.startTime());
    return new EmbeddedServer(settings, files, cluster, lock, port);
  }

  /**
   * The database of a server that runs in a data directory, whoever owns it; empty when none takes
   * connections there. Starts nothing and changes nothing.
   */
  public static Optional<DatabaseSettings> attach(Path dataDir) {
    try {
      ServerFiles files = ServerFiles.of(dataDir);
      if (!Files.isReadable(files.password())) {
        return Optional.empty();
      }
      Optional<Postmaster> running =
          Postmaster.of(files.cluster())
              .filter(found -> found.ready() && found.alive(files.cluster()));
      return running.isPresent()
          ? Optional.of(login(files, running.get().port(), NAME))
          : Optional.empty();
    } catch (IOException e) {
      throw unusable(Settings.in(dataDir), e);
    }
  }

  /** How to open the server's database. */
  public DatabaseSettings database() {
    return database(NAME);
  }

  /** How to open another database of the server; {@code postgres} is always there. */
  public DatabaseSettings database(String name) {
    try {
      return login(files, port, name);
    } catch (IOException e) {
      throw unusable(settings, e);
    }
  }

  /** The port it listens on; the same for as long as this object lives. */
  public int port() {
    return port;
  }

  /** The server's process id, while it runs. */
  public synchronized Optional<Long> pid() {
    return cluster.running().map(Postmaster::pid);
  }

  /**
   * Stops the server and keeps owning it: connections break, pools recover after {@link #start}.
   * Nothing happens when it is stopped.
   */
  public synchronized void stop() {
    stopped = true;
    // Whoever is told to end by an interrupt still stops the server first.
    boolean interrupted = Thread.interrupted();
    try {
      cluster.stop();
    } catch (IOException e) {
      throw unusable(settings, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Starts it again on its port; nothing happens when it runs. */
  public synchronized void start() {
    if (closed) {
      throw new IllegalStateException("the server is closed");
    }
    try {
      if (cluster.running().isEmpty()) {
        cluster.start(port, settings.startTime());
      }
      stopped = false;
    } catch (IOException e) {
      throw unusable(settings, e);
    }
  }

  /** Whether it has ended though nobody stopped it: {@link #start} starts it again. */
  public synchronized boolean hasDied() {
    return !stopped && !closed && cluster.running().isEmpty();
  }

  /** Stops it cleanly and gives up owning it. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (lock) {
      stop();
    } catch (IOException e) {
      throw unusable(settings, e);
    }
  }

  /** Gives up owning it and leaves it running, for those who use it and for the next owner. */
  public synchronized void leaveRunning() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      lock.close();
    } catch (IOException e) {
      throw unusable(settings, e);
    }
  }

  private static DatabaseSettings login(ServerFiles files, int port, String database)
      throws IOException {
    DatabaseSettings usual =
        DatabaseSettings.of(
            "jdbc:postgresql://127.0.0.1:" + port + "/" + database, files.readPassword());
    return usual
        .withLogin(NAME, files.readPassword())
        .withTimeouts(CONNECT_TIME, usual.queryTimeout());
  }

  static ProblemException ownedByAnother(Settings settings) {
    String holder;
    try {
      holder = ServerLock.holder(ServerFiles.of(settings.dataDir()).lock());
    } catch (IOException e) {
      holder = "unknown";
    }
    return new ProblemException(
        Problem.refused(
            "data directory " + settings.dataDir(),
            "its database belongs to the running process " + holder,
            "stop that process, or use another data directory"));
  }

  private static ProblemException unusable(Settings settings, IOException failure) {
    return new ProblemException(
        Problem.unreachable(
            "embedded PostgreSQL in " + settings.dataDir(),
            IoFailure.cause(failure),
            "let this user write the folder, with space left"),
        failure);
  }
}
