package dev.orrery.runtime.bytecode;

import java.util.Collections;
import java.util.Set;

/**
 * What is asked of a plugin's objects again and again, and must depend on nothing but what is
 * handed in.
 *
 * @param signature name and descriptor of the method that is called
 * @param types whose objects are asked, by internal name; an object of a subclass is one, too
 */
public record Asked(String signature, Set<String> types) {
  /** Copies. */
  public Asked {
    types = Set.copyOf(types);
  }

  boolean is(CodeBase code, Member method) {
    return method.signature().equals(signature) && lives(code, method.owner());
  }

  /** Whether objects of a class are asked, and so live on between two calls. */
  boolean lives(CodeBase code, String owner) {
    return !Collections.disjoint(code.lineage(owner), types);
  }
}
