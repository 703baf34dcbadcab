package dev.orrery.runner.boot;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a host is to end although nobody told its process to. The first cause stands. */
public final class Ends {
  private final AtomicReference<@Nullable End> cause = new AtomicReference<>();

  /** Nothing so far. */
  public Ends() {}

  /** In which manner. */
  public enum Manner {
    /** What it hosted was stopped: in order. */
    STOPPED,
    /** At once, without closing anything. */
    KILLED,
    /** Somebody else hosts it now: nothing is sent any more. */
    REPLACED
  }

  /**
   * An end.
   *
   * @param text for people
   */
  public record End(Manner manner, String text) {}

  /** It is to end. */
  public void because(Manner manner, String text) {
    cause.compareAndSet(null, new End(manner, text));
  }

  /** Why it is to end; empty while it is not. */
  public Optional<End> cause() {
    return Optional.ofNullable(cause.get());
  }
}
