package dev.orrery.runner.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for and is not in the database yet: in order, on disk, and written there once, or
 * twice after a crash in between. Thread-safe.
 */
public final class Wishes {
  private final WishFile file;
  private final ToIntFunction<Wish> database;
  private final ReentrantLock draining = new ReentrantLock();

  /** Guarded by this. */
  private final List<Pending> pending = new ArrayList<>();

  private record Pending(Wish wish, CompletableFuture<Integer> written) {}

  /**
   * Those that a former process left in a data directory.
   *
   * @param database writes one there, and tells how many commands came of it; what it throws ends
   *     the attempt
   * @throws dev.orrery.kernel.ProblemException FAILED when they cannot be read
   */
  public static Wishes in(Path dataDir, ToIntFunction<Wish> database) {
    Wishes wishes = new Wishes(new WishFile(dataDir), database);
    wishes.file.read().forEach(each -> wishes.pend(each));
    return wishes;
  }

  private Wishes(WishFile file, ToIntFunction<Wish> database) {
    this.file = file;
    this.database = database;
  }

  /** How many the database does not know of. */
  public synchronized int count() {
    return pending.size();
  }

  /**
   * Adds one; it is on disk when this returns.
   *
   * @return completes with how many commands came of it, once the database has it
   * @throws IOException when the disk does not take it; it is kept in memory all the same
   */
  public synchronized CompletableFuture<Integer> add(Wish wish) throws IOException {
    CompletableFuture<Integer> written = pend(wish);
    save();
    return written;
  }

  private synchronized CompletableFuture<Integer> pend(Wish wish) {
    Pending added = new Pending(wish, new CompletableFuture<>());
    pending.add(added);
    return added.written();
  }

  /** Writes them to the database, the oldest first; nothing happens while somebody else does. */
  public void drain() throws IOException {
    if (!draining.tryLock()) {
      return;
    }
    try {
      for (Pending next = oldest(); next != null; next = oldest()) {
        int commands = database.applyAsInt(next.wish());
        remove(next);
        next.written().complete(commands);
      }
    } finally {
      draining.unlock();
    }
  }

  private synchronized @Nullable Pending oldest() {
    return pending.isEmpty() ? null : pending.getFirst();
  }

  private synchronized void remove(Pending done) throws IOException {
    pending.remove(done);
    save();
  }

  private void save() throws IOException {
    file.write(pending.stream().map(Pending::wish).toList());
  }
}
