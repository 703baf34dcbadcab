package dev.orrery.runner.boot;

import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A data directory that this process owns. The lock is the operating system's, on {@code
 * daemon.lock}: it ends with the process however that ends, so there is no stale one to judge.
 * Beside it {@code daemon.json} tells people and commands who holds it and where it listens, and
 * {@code daemon.token} holds what changes something over HTTP must show; both are readable by their
 * owner only and go with the lock. A directory in which nothing was kept is left as it was found.
 * Thread-safe.
 */
public final class DataDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Pattern HOLDER =
      Pattern.compile(
          "\\{\"pid\": (\\d{1,18}), \"port\": (\\d{1,5}), \"startedAt\": \"([^\"]{1,40})\""
              + "(?:, \"serves\": \"([a-z]{1,10})\")?");
  private static final int TOKEN_BYTES = 32;

  private static final String LOCK = "daemon.lock";

  /** Whoever looks for the holder holds the lock for that moment: half a second outlasts it. */
  private static final int ATTEMPTS = 25;

  private static final long BETWEEN_NANOS = 20_000_000L;

  private final Path folder;
  private final Found found;
  private final FileChannel channel;
  private final FileLock lock;
  private final Instant startedAt;
  private final Secret token;

  private DataDirectory(
      Path folder,
      Found found,
      FileChannel channel,
      FileLock lock,
      Instant startedAt,
      Secret token) {
    this.folder = folder;
    this.found = found;
    this.channel = channel;
    this.lock = lock;
    this.startedAt = startedAt;
    this.token = token;
  }

  /**
   * What was not there before.
   *
   * @param missing folders, the innermost first
   * @param unlocked whether there was no lock file
   */
  private record Found(List<Path> missing, boolean unlocked) {
    static Found of(Path folder) {
      List<Path> missing = new ArrayList<>();
      for (Path each = folder.toAbsolutePath();
          each != null && !Files.exists(each);
          each = each.getParent()) {
        missing.add(each);
      }
      return new Found(missing, !Files.exists(folder.resolve(LOCK)));
    }
  }

  /**
   * Who holds a data directory.
   *
   * @param pid process id
   * @param port where it listens on loopback; 0 while it is starting
   * @param startedAt when it took the directory
   * @param serves what it is
   */
  public record Holder(long pid, int port, Instant startedAt, Serves serves) {}

  /** What a process does with a data directory. */
  public enum Serves {
    /** It hosts strategies itself, or is on its way. */
    RUN("daemon"),
    /** It keeps machines that host them. */
    CONTROL("control plane");

    private final String words;

    Serves(String words) {
      this.words = words;
    }

    private String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Serves of(@Nullable String text) {
      return CONTROL.text().equals(text) ? CONTROL : RUN;
    }
  }

  /**
   * Takes a directory, making it if there is none.
   *
   * @throws ProblemException REFUSED with the holder's name when another daemon has it,
   *     CONFIGURATION when it cannot be written
   */
  public static DataDirectory take(Path folder, InstantSource clock) {
    Optional<Problem> unusable = unusable(folder);
    if (unusable.isPresent()) {
      throw new ProblemException(List.of(unusable.get()), null);
    }
    Found found = Found.of(folder);
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Optional<DataDirectory> taken = tryTake(folder, found, clock);
        if (taken.isPresent()) {
          return taken.get();
        }
        LockSupport.parkNanos(BETWEEN_NANOS);
      }
      throw held(folder);
    } catch (IOException e) {
      throw unusable(folder, "cannot be written: " + IoFailure.cause(e), e);
    }
  }

  /**
   * Why a directory cannot be taken, as far as can be seen without writing to it; empty when it
   * looks as if it could.
   */
  public static Optional<Problem> unusable(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      return Optional.of(
          there.equals(folder.toAbsolutePath())
              ? unwritable(folder, "is a file, not a folder")
              : unwritable(folder, "cannot be made: " + there + " is a file, not a folder"));
    }
    return Files.isWritable(there)
        ? Optional.empty()
        : Optional.of(unwritable(folder, "cannot be written: " + there + ": permission denied"));
  }

  private static Problem unwritable(Path folder, String cause) {
    return Problem.configuration(
        "data directory " + folder, cause, "name a folder this user may write with --data-dir");
  }

  private static ProblemException unusable(Path folder, String cause, IOException why) {
    return new ProblemException(unwritable(folder, cause), why);
  }

  /** Empty when the lock file was taken away meanwhile, by one who left the directory. */
  private static Optional<DataDirectory> tryTake(Path folder, Found found, InstantSource clock)
      throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
    try {
      Object opened = key(file);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        throw held(folder);
      }
      if (opened == null || !opened.equals(key(file))) {
        channel.close();
        return Optional.empty();
      }
      DataDirectory taken =
          new DataDirectory(folder, found, channel, lock, clock.instant(), freshToken());
      taken.write("daemon.token", taken.token.reveal());
      taken.listensOn(0);
      return Optional.of(taken);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Which file that is; without opening it, because closing would give up the lock. */
  private static @Nullable Object key(Path file) throws IOException {
    return Files.exists(file)
        ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
        : null;
  }

  /** Who holds a directory; empty when nobody does. */
  public static Optional<Holder> holder(Path folder) {
    Path lockFile = folder.resolve(LOCK);
    if (!Files.exists(lockFile)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      try (FileLock free = tryLock(channel)) {
        return free == null ? told(folder) : Optional.empty();
      }
    } catch (IOException e) {
      return told(folder);
    }
  }

  /** The token of the daemon that holds a directory; empty when it cannot be read. */
  public static Optional<Secret> token(Path folder) {
    try {
      return Optional.of(Secret.of(Files.readString(folder.resolve("daemon.token")).strip()));
    } catch (IOException e) {
      LOG.debug("no token to read folder={} cause={}", folder, e.toString());
      return Optional.empty();
    }
  }

  /** Tells others where this process listens. */
  public void listensOn(int port) {
    listensOn(port, Serves.RUN);
  }

  /** The same, and what it is. */
  public void listensOn(int port, Serves serves) {
    // Numbers as texts: the first %d of a process asks for the symbols of a locale, which takes
    // long.
    String text =
        "{\"pid\": %s, \"port\": %s, \"startedAt\": \"%s\", \"serves\": \"%s\"}%n"
            .formatted(ProcessHandle.current().pid(), port, startedAt, serves.text());
    try {
      write("daemon.json", text);
    } catch (IOException e) {
      throw unusable(folder, "cannot be written: " + IoFailure.cause(e), e);
    }
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** When it was taken. */
  public Instant startedAt() {
    return startedAt;
  }

  /** What a request that changes something must show. */
  public Secret token() {
    return token;
  }

  /** Gives the directory up. */
  @Override
  public synchronized void close() {
    if (!lock.isValid()) {
      return;
    }
    try {
      Files.deleteIfExists(folder.resolve("daemon.json"));
      Files.deleteIfExists(folder.resolve("daemon.token"));
      boolean nothingKept = holdsOnlyTheLock();
      if (nothingKept && found.unlocked()) {
        Files.deleteIfExists(folder.resolve(LOCK)); // while it is held: who opens it now sees that
      }
      lock.release();
      channel.close();
      if (nothingKept) {
        removeWhatWasMade();
      }
    } catch (IOException e) {
      LOG.warn("The data directory was not given up cleanly folder={}", folder, e);
    }
  }

  private boolean holdsOnlyTheLock() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> file.endsWith(LOCK));
    }
  }

  private void removeWhatWasMade() {
    try {
      for (Path made : found.missing()) {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      LOG.debug("somebody uses it by now folder={}", folder, e);
    }
  }

  /** Others see the old file or the new one, never half of one. */
  private void write(String name, String text) throws IOException {
    Path target = folder.resolve(name);
    Path fresh = folder.resolve(name + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, OWNER_ONLY);
    Files.writeString(fresh, text);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      LOG.debug("held by this process itself", e);
      return null;
    }
  }

  private static ProblemException held(Path folder) {
    String who =
        told(folder)
            .map(holder ->
                "is in use by the "
                    + holder.serves().words
                    + " with pid "
                    + holder.pid()
                    + ", running since "
                    + holder.startedAt()
                    + (holder.port() == 0 ? "" : ", on port " + holder.port()))
            .orElse("is in use by another daemon");
    return new ProblemException(
        Problem.refused(
            "data directory " + folder, who, "stop that one, or name another with --data-dir"));
  }

  private static Optional<Holder> told(Path folder) {
    try {
      String text = Files.readString(folder.resolve("daemon.json"), StandardCharsets.UTF_8);
      Matcher found = HOLDER.matcher(text);
      return found.lookingAt()
          ? Optional.of(
              new Holder(
                  Long.parseLong(found.group(1)),
                  Integer.parseInt(found.group(2)),
                  Instant.parse(found.group(3)),
                  Serves.of(found.group(4))))
          : Optional.empty();
    } catch (IOException e) {
      LOG.debug("nobody told who holds the data directory folder={}", folder, e);
      return Optional.empty();
    }
  }

  private static Secret freshToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Secret.of(HexFormat.of().formatHex(bytes));
  }
}
