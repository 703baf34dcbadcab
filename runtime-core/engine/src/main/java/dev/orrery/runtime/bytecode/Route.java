package dev.orrery.runtime.bytecode;

import java.util.List;

/**
 * A finding, and one way to it.
 *
 * @param steps methods that lead to each other; the call is in the last
 * @param library whether it is in a library that the plugin brings
 */
public record Route(Finding finding, List<Step> steps, boolean library) {
  /** Copies. */
  public Route {
    steps = List.copyOf(steps);
  }
}
