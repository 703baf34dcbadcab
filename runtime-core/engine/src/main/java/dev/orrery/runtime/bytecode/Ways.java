package dev.orrery.runtime.bytecode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which method leads to which, to tell how one is come to. Confined to one thread. */
final class Ways {
  private final Dispatches dispatches;
  private final Set<Member> begins = new LinkedHashSet<>();
  private final Map<Member, Set<Member>> steps = new HashMap<>();
  private final Map<Member, Set<Member>> calls = new HashMap<>();
  private final Map<Finding, Member> found = new HashMap<>();
  private @Nullable Map<Member, Member> preferred;
  private @Nullable Map<Member, Member> any;

  Ways(Dispatches dispatches) {
    this.dispatches = dispatches;
  }

  /** One leads to another; from outside when there is no first. */
  void step(@Nullable Member from, Member to) {
    if (from == null) {
      begins.add(to);
    } else {
      steps.computeIfAbsent(from, it -> new LinkedHashSet<>()).add(to);
    }
  }

  /** One calls a method of objects. */
  void call(@Nullable Member from, Member method) {
    if (from != null) {
      calls.computeIfAbsent(from, it -> new LinkedHashSet<>()).add(method);
    }
  }

  /** Where a finding is. */
  void found(Finding finding, Member place) {
    found.putIfAbsent(finding, place);
  }

  /** The shortest way to a finding: from the first if there is one, else from outside. */
  List<Member> to(Finding finding, Collection<Member> first) {
    Member place = found.get(finding);
    if (place == null) {
      return List.of();
    }
    if (preferred == null) {
      preferred = tree(first);
    }
    if (preferred.containsKey(place)) {
      return up(preferred, place);
    }
    if (any == null) {
      any = tree(uncalled());
      tree(begins).forEach(any::putIfAbsent);
    }
    return up(any, place);
  }

  /** Beginnings to which no method of the plugin leads. */
  private Set<Member> uncalled() {
    Set<Member> uncalled = new LinkedHashSet<>(begins);
    Stream.concat(steps.keySet().stream(), calls.keySet().stream())
        .distinct()
        .forEach(
            from -> next(from).stream().filter(to -> !to.equals(from)).forEach(uncalled::remove));
    return uncalled;
  }

  /** From each method that is come to the one before it; a beginning from itself. */
  private Map<Member, Member> tree(Collection<Member> roots) {
    Map<Member, Member> before = new LinkedHashMap<>();
    Deque<Member> waiting = new ArrayDeque<>();
    for (Member root : roots) {
      before.put(root, root);
      waiting.add(root);
    }
    for (Member from = waiting.poll(); from != null; from = waiting.poll()) {
      for (Member to : next(from)) {
        if (before.putIfAbsent(to, from) == null) {
          waiting.add(to);
        }
      }
    }
    return before;
  }

  private List<Member> next(Member from) {
    return Stream.concat(
            steps.getOrDefault(from, Set.of()).stream(),
            calls.getOrDefault(from, Set.of()).stream()
                .flatMap(call -> dispatches.answering(call).stream()))
        .toList();
  }

  private static List<Member> up(Map<Member, Member> before, Member place) {
    List<Member> way = new ArrayList<>();
    Member at = place;
    way.add(at);
    for (Member up = before.getOrDefault(at, at);
        !up.equals(at);
        up = before.getOrDefault(at, at)) {
      way.add(up);
      at = up;
    }
    return way.reversed();
  }
}
