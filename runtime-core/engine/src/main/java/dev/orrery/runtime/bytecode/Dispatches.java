package dev.orrery.runtime.bytecode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which methods of the objects that are made answer which calls. A call on a class of the plugin's
 * is answered by objects of that class only; what is below a class of the JDK's is not known, so
 * there every object counts. Confined to one thread.
 */
final class Dispatches {
  /** A method of an object. */
  private record Offer(String made, Member method) {}

  private final CodeBase code;
  private final Map<String, List<Offer>> offers = new HashMap<>();
  private final Map<String, Set<String>> called = new HashMap<>();

  Dispatches(CodeBase code) {
    this.code = code;
  }

  /** There are objects of a class, with this method; whether a call is known that it answers. */
  boolean offer(String made, Member method) {
    Offer offer = new Offer(made, method);
    offers.computeIfAbsent(method.signature(), it -> new ArrayList<>()).add(offer);
    return called.getOrDefault(method.signature(), Set.of()).stream()
        .anyMatch(owner -> answers(offer, owner));
  }

  /** A method is called on objects; what answers so far, nothing when it has been asked before. */
  List<Member> call(String owner, String signature) {
    return called.computeIfAbsent(signature, it -> new LinkedHashSet<>()).add(owner)
        ? answering(new Member(owner, signature))
        : List.of();
  }

  /** All that answers. */
  List<Member> answering(Member call) {
    return offers.getOrDefault(call.signature(), List.of()).stream()
        .filter(offer -> answers(offer, call.owner()))
        .map(Offer::method)
        .distinct()
        .toList();
  }

  private boolean answers(Offer offer, String owner) {
    return !code.has(owner) || code.lineage(offer.made()).contains(owner);
  }
}
