package dev.orrery.backtest.check;

import dev.orrery.runtime.bytecode.Outside;
import dev.orrery.runtime.bytecode.Place;
import java.util.List;

/**
 * Something in the code on which a decision must not depend.
 *
 * @param subject what it is about: {@code clocks}
 * @param what the member of the JDK, or the field that is written to
 * @param way methods that lead there, as people say them; the last is where it is
 * @param place where
 * @param why what it breaks, as a sentence
 * @param wayOut what to do instead, as a sentence
 * @param library whether it is in a library that the jar brings
 */
public record CodeFinding(
    String subject,
    String what,
    List<String> way,
    Place place,
    String why,
    String wayOut,
    boolean library) {
  /** Copies. */
  public CodeFinding {
    way = List.copyOf(way);
  }

  /**
   * Whether it is for playing to tell if it matters: libraries keep caches and guards in statics,
   * which change nothing, and are not the author's to change.
   */
  public boolean leftToPlaying() {
    return library && subject.equals(Outside.STATICS.key());
  }

  /** {@code SmaCross.decide -> Signals.mean -> System.nanoTime}. */
  public String path() {
    return String.join(" -> ", way) + " -> " + CodeWords.member(what);
  }
}
