package dev.orrery.runtime.bytecode;

import java.util.Comparator;

/**
 * A call in a plugin's code that is about something outside it.
 *
 * @param subject what it is about
 * @param call the member of the JDK, as people write it: {@code java.lang.Runtime.exec}; in quotes
 *     a name that is only mentioned in a text; a field where that is what is written to
 * @param place where
 * @param reached whether something leads there from the strategies' classes
 */
public record Finding(Subject subject, String call, Place place, boolean reached) {
  static final Comparator<Finding> ORDER =
      Comparator.<Finding>comparingInt(it -> it.subject() instanceof Refusal ? 0 : 1)
          .thenComparing(it -> it.subject().key())
          .thenComparing(Finding::call)
          .thenComparing(Finding::place);
}
