package dev.orrery.backtest.replay;

import dev.orrery.runtime.recording.DecisionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Decisions on their way from the thread that reads to the one that decides, some at a time. */
final class Handover {
  private static final int AT_ONCE = 256;
  private static final int WAITING = 16;

  private final BlockingQueue<Piece> queue = new ArrayBlockingQueue<>(WAITING);
  private volatile boolean ended;
  private boolean last;

  /** Some decisions; with a cause, or without any, the last piece. */
  private record Piece(List<DecisionRecord> decisions, @Nullable Throwable broken) {}

  /** Takes all of a source; what goes wrong there is thrown by {@link #next}. */
  void fill(ReplayPass.Source source) {
    List<List<DecisionRecord>> some = new ArrayList<>(List.of(new ArrayList<>(AT_ONCE)));
    try {
      source.each(decision -> {
        some.getFirst().add(decision);
        if (some.getFirst().size() == AT_ONCE) {
          put(new Piece(some.getFirst(), null));
          some.set(0, new ArrayList<>(AT_ONCE));
        }
      });
      if (!some.getFirst().isEmpty()) {
        put(new Piece(some.getFirst(), null));
      }
      put(new Piece(List.of(), null));
    } catch (RuntimeException | Error e) {
      if (!ended) {
        put(new Piece(List.of(), e));
      }
    }
  }

  /** The next ones; null at the end. */
  @Nullable List<DecisionRecord> next() {
    if (last) {
      return null;
    }
    try {
      Piece piece = queue.take();
      last = piece.decisions().isEmpty();
      switch (piece.broken()) {
        case null -> {
          return last ? null : piece.decisions();
        }
        case RuntimeException it -> throw it;
        case Error it -> throw it;
        case Throwable it -> throw new IllegalStateException(it);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Nobody takes any more. */
  void end() {
    ended = true;
  }

  private void put(Piece piece) {
    try {
      while (!queue.offer(piece, 100, TimeUnit.MILLISECONDS)) {
        if (ended) {
          throw new IllegalStateException("nobody waits for more");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
