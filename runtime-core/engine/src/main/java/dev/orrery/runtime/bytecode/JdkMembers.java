package dev.orrery.runtime.bytecode;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which members of the JDK belong to which subject. A member is written {@code owner.name}, {@code
 * owner.name(descriptor)} for one of its overloads, or {@code owner.*} for all of a class.
 * Immutable.
 *
 * @param <S> what members are about
 */
final class JdkMembers<S extends Subject> {
  private static final String ALL = "*";

  /** Owners whose static methods a class of the plugin may inherit and stand for. */
  private static final Set<String> INHERITED =
      Set.of(
          "java/lang/Thread",
          "java/net/Authenticator",
          "java/net/CookieHandler",
          "java/net/DatagramSocket",
          "java/net/HttpURLConnection",
          "java/net/ProxySelector",
          "java/net/ResponseCache",
          "java/net/ServerSocket",
          "java/net/Socket",
          "java/net/URLConnection",
          "java/util/TimeZone",
          "javax/net/ssl/HttpsURLConnection");

  /** Refused calls. */
  static final JdkMembers<Refusal> REFUSED = of(List.of(Refusal.values()), Refusal::members);

  /** Calls that are only shown. */
  static final JdkMembers<Outside> SHOWN = of(List.of(Outside.values()), Outside::members);

  private final Map<String, Map<String, S>> byOwner = new HashMap<>();
  private final Set<String> inherited = new HashSet<>();

  private JdkMembers() {}

  private static <S extends Subject> JdkMembers<S> of(
      Collection<S> subjects, Function<S, List<String>> members) {
    JdkMembers<S> table = new JdkMembers<>();
    for (S subject : subjects) {
      for (String member : members.apply(subject)) {
        table.add(member, subject);
      }
    }
    return table;
  }

  private void add(String member, S subject) {
    int dot = member.indexOf('.');
    String owner = member.substring(0, dot);
    String name = member.substring(dot + 1);
    byOwner.computeIfAbsent(owner, it -> new HashMap<>()).put(name, subject);
    if (INHERITED.contains(owner)) {
      inherited.add(name);
    }
  }

  /** What a member is about; null when it is in no list. */
  @Nullable S find(String owner, String name, String descriptor) {
    Map<String, S> members = byOwner.get(owner);
    if (members == null) {
      return null;
    }
    S exact = members.getOrDefault(name, members.get(name + descriptor));
    return exact != null ? exact : members.get(ALL);
  }

  /** A member as people write it. */
  static String text(String owner, String name) {
    String type = owner.replace('/', '.').replace('$', '.');
    return name.equals("<init>") ? "new " + type : type + "." + name;
  }

  /** Whether a member of a class outside the JDK may be one that it inherits. */
  boolean mayInherit(String name, String descriptor) {
    return inherited.contains(name) || inherited.contains(name + descriptor);
  }
}
