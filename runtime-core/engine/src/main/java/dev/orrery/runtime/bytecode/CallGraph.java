package dev.orrery.runtime.bytecode;

import dev.orrery.runtime.bytecode.MethodScan.Dispatch;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What code of a plugin can run, from the classes that its service files name. Errs on the side of
 * too much:
 *
 * <ul>
 *   <li>a call of an object's method runs every method of its name and descriptor in every class of
 *       which an object is made, and which is one of those it is called on where these are the
 *       plugin's;
 *   <li>an object whose class has a parent outside the plugin may be handed out: all its methods
 *       that are not private may be called from there;
 *   <li>a class that is mentioned as a value, in an annotation, or by its full name in a text may
 *       be made by reflection: all its methods may run. With a service, so may its providers.
 * </ul>
 *
 * <p>What it does not see is a class whose name is put together while the plugin runs. Confined to
 * one thread.
 */
final class CallGraph {
  /** Parents outside that every object has. */
  private static final Set<String> COMMON =
      Set.of("java/lang/Object", "java/lang/Record", "java/lang/Enum");

  /** What the JDK calls on any object. */
  private static final Set<String> OF_ANY =
      Set.of(
          "toString()Ljava/lang/String;",
          "equals(Ljava/lang/Object;)Z",
          "hashCode()I",
          "finalize()V",
          "clone()Ljava/lang/Object;");

  /** Run by compilers, never by a JVM. */
  private static final String PROCESSORS = "javax.annotation.processing.";

  private final CodeBase code;
  private final Deque<Member> waiting = new ArrayDeque<>();
  private final Set<Member> reached = new HashSet<>();
  private final Set<String> whole = new HashSet<>();
  private final Set<String> made = new HashSet<>();
  private final Set<String> initialised = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Dispatches dispatches;
  private final Ways ways;
  private final @Nullable Asked asked;

  /** What is read now; null for what the service files lead to by themselves. */
  private @Nullable Member current;

  /**
   * A graph of a plugin.
   *
   * @param asked null for all that may run in any way; else only what calls lead to, and what is
   *     kept
   */
  CallGraph(CodeBase code, @Nullable Asked asked) {
    this.code = code;
    this.asked = asked;
    this.dispatches = new Dispatches(code);
    this.ways = new Ways(dispatches);
  }

  /** Follows everything that the entries lead to. */
  void follow(Collection<String> entries) {
    entries.forEach(name -> whole(name.replace('.', '/')));
    (asked == null ? code.services() : Set.<String>of())
        .stream()
            .filter(service -> service.startsWith("java") && !service.startsWith(PROCESSORS))
            .forEach(this::provided);
    for (Member next = waiting.poll(); next != null; next = waiting.poll()) {
      ClassModel type = code.find(next.owner());
      MethodModel method = code.declared(next.owner(), next.signature());
      if (type != null && method != null) {
        current = next;
        scan(next, type, method);
      }
    }
    current = null;
  }

  /** What was found on the way. */
  List<Finding> findings() {
    return findings;
  }

  /** How the finding's method is come to: from what is asked if there is a way, else from any. */
  List<Member> way(Finding finding) {
    List<Member> first =
        asked == null ? List.of() : reached.stream().filter(it -> asked.is(code, it)).toList();
    return ways.to(finding, first);
  }

  boolean reaches(String owner, MethodModel method) {
    return reached.contains(new Member(owner, signature(method)));
  }

  private void scan(Member member, ClassModel type, MethodModel method) {
    Calls calls = new Calls(type, method, true);
    if (method.flags().has(AccessFlag.NATIVE)) {
      calls.isNative();
    }
    MethodScan.of(method, new Following(calls));
    if (asked != null) {
      KeptState.of(code, asked, type, method, calls);
    }
    calls.findings().forEach(finding -> ways.found(finding, member));
    findings.addAll(calls.findings());
  }

  /** Any of its methods may run. */
  private void whole(String type) {
    if (code.has(type) && whole.add(type)) {
      make(type);
      initialise(type);
      code.methodsOf(type).keySet().forEach(signature -> reach(new Member(type, signature)));
    }
  }

  private void provided(String service) {
    code.providers(service).forEach(provider -> whole(provider.replace('.', '/')));
  }

  /** There may be objects of it. */
  private void make(String type) {
    if (!code.has(type) || !made.add(type)) {
      return;
    }
    Set<String> lineage = code.lineage(type);
    boolean handedOut =
        lineage.stream().anyMatch(parent -> !code.has(parent) && !COMMON.contains(parent));
    for (String parent : lineage) {
      code.methodsOf(parent)
          .forEach((signature, method) -> {
            if (!method.flags().has(AccessFlag.STATIC)) {
              offer(type, new Member(parent, signature), handedOut && !isPrivate(method));
            }
          });
    }
  }

  private void offer(String made, Member method, boolean fromOutside) {
    boolean isCalled = dispatches.offer(made, method);
    if (fromOutside || OF_ANY.contains(method.signature())) {
      reach(method);
    } else if (isCalled && declares(method) && reached.add(method)) {
      waiting.add(method); // its callers are known to lead here
    }
  }

  private void initialise(String type) {
    ClassModel model = code.find(type);
    if (model != null && initialised.add(type)) {
      AnnotatedWith.in(model).forEach(this::whole);
      reach(new Member(type, "<clinit>()V"));
      model.superclass().map(ClassEntry::asInternalName).ifPresent(this::initialise);
      model.interfaces().forEach(parent -> initialise(parent.asInternalName()));
    }
  }

  private void reach(Member method) {
    if (declares(method)) {
      ways.step(current, method);
      if (reached.add(method)) {
        waiting.add(method);
      }
    }
  }

  private boolean declares(Member method) {
    return code.declared(method.owner(), method.signature()) != null;
  }

  private static boolean isPrivate(MethodModel method) {
    return method.flags().has(AccessFlag.PRIVATE);
  }

  private static String signature(MethodModel method) {
    return method.methodName().stringValue() + method.methodType().stringValue();
  }

  /** What one method leads to. */
  private final class Following implements MethodScan.Listener {
    private final Calls calls;

    Following(Calls calls) {
      this.calls = calls;
    }

    @Override
    public void calls(Dispatch dispatch, String owner, String name, String descriptor, int line) {
      String signature = name + descriptor;
      if (dispatch == Dispatch.VIRTUAL) {
        ways.call(current, new Member(owner, signature));
        dispatches.call(owner, signature).stream()
            .filter(CallGraph.this::declares)
            .filter(reached::add)
            .forEach(waiting::add);
      }
      if (!code.has(owner)) {
        // Of an object of any class nobody knows whose method runs.
        if (dispatch != Dispatch.VIRTUAL || !owner.equals("java/lang/Object")) {
          calls.member(owner, name, descriptor, line);
        }
        return;
      }
      initialise(owner);
      String declarer = declarer(owner, signature);
      if (declarer != null) {
        reach(new Member(declarer, signature));
      } else {
        // Inherited from outside: the call is one of the JDK's members.
        code.lineage(owner).stream()
            .filter(parent -> !code.has(parent))
            .filter(parent -> !isInterface(owner) || !parent.equals("java/lang/Object"))
            .forEach(parent -> calls.member(parent, name, descriptor, line));
      }
    }

    private boolean isInterface(String owner) {
      ClassModel type = code.find(owner);
      return type != null && type.flags().has(AccessFlag.INTERFACE);
    }

    private @Nullable String declarer(String owner, String signature) {
      return code.lineage(owner).stream()
          .filter(parent -> code.declared(parent, signature) != null)
          .findFirst()
          .orElse(null);
    }

    @Override
    public void makes(String type) {
      make(type);
      initialise(type);
    }

    @Override
    public void touches(String owner, String name, int line) {
      initialise(owner);
      calls.member(owner, name, "", line);
    }

    @Override
    public void mentions(String type) {
      if (asked != null) {
        initialise(type); // whoever makes something of it by reflection is found for that
        return;
      }
      whole(type);
      provided(type.replace('/', '.'));
    }

    @Override
    public void says(String text, int line) {
      if (asked == null) {
        whole(text.replace('.', '/'));
      }
      calls.text(text, line);
    }
  }
}
