package dev.orrery.executor.order;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Places on the way of an order from its commitment to its fills. They are where a process is
 * stopped or killed to see what is left: nothing but a test ever watches them, and unwatched they
 * do nothing. Thread-safe.
 */
public enum Waypoint {
  /** Decision and intents are appended to the journal, perhaps not durable yet. */
  COMMITTED,
  /** Where it has to be, the intent is durable. */
  INTENT_DURABLE,
  /** The right to trade was taken, nothing is sent. */
  PERMITTED,
  /** An action is about to be signed. */
  SIGNING,
  /** It is signed and not sent. */
  SIGNED,
  /** Its answer was read, and nothing made of it. */
  ANSWERED,
  /** The cancels of an action were answered, and nothing made of it. */
  CANCEL_ANSWERED,
  /** The outcomes of a batch are appended. */
  OUTCOME_BOOKED,
  /** A fill was read and is not told. */
  FILL_READ,
  /** It is appended and booked. */
  FILL_BOOKED,
  /** An exit is about to be placed at the venue. */
  EXIT_PLACING,
  /** An exit that stands at the venue is about to stand for more, for less, or elsewhere. */
  EXIT_CHANGING,
  /** The venue has reported, and the book is not put right yet. */
  RECONCILING;

  private static volatile @Nullable Consumer<Waypoint> watcher;

  /** Somebody has come here: whoever watches may hold the thread. */
  public void reached() {
    Consumer<Waypoint> watching = watcher;
    if (watching != null) {
      watching.accept(this);
    }
  }

  /**
   * Watches all of them in this process.
   *
   * @param watching called by the thread that has come there, with whatever locks it holds; null
   *     for nobody
   */
  public static void watch(@Nullable Consumer<Waypoint> watching) {
    watcher = watching;
  }
}
