package dev.orrery.runtime.bytecode;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one method writes to that lasts longer than a call: statics of the plugin, fields of objects
 * that are asked, and what lies in either; and hash collections that it fills with what has no hash
 * code of its own. Follows values through the method, not into others: what it does not see is a
 * collection that is handed on and changed there. Confined to one thread.
 */
final class KeptState implements ValueFlow.Listener {
  /** Methods of the JDK's collections, builders and counters that change them. */
  private static final Set<String> CHANGES =
      Set.of(
          ("accumulate accumulateAndGet add addAll addAndGet addFirst addLast append clear compareAndSet"
                  + " compute computeIfAbsent computeIfPresent decrement decrementAndGet delete"
                  + " deleteCharAt flip getAndAccumulate getAndAdd getAndDecrement getAndIncrement"
                  + " getAndSet getAndUpdate increment incrementAndGet insert lazySet merge"
                  + " nextBoolean nextBytes nextDouble nextFloat nextGaussian nextInt nextLong"
                  + " offer offerFirst offerLast poll pollFirst pollLast pop push put putAll"
                  + " putIfAbsent remove removeAll removeFirst removeIf removeLast replace"
                  + " replaceAll retainAll set setLength setSeed sort updateAndGet")
              .split(" "));

  /** Methods whose answer lies in the object. */
  private static final Set<String> INNER =
      Set.of("computeIfAbsent", "get", "getFirst", "getLast", "getOrDefault");

  /** What is given to these is changed by them. */
  private static final Set<String> CHANGERS =
      Set.of(
          "java/lang/System.arraycopy",
          "java/util/Arrays.fill",
          "java/util/Arrays.setAll",
          "java/util/Arrays.sort",
          "java/util/Collections.addAll",
          "java/util/Collections.shuffle",
          "java/util/Collections.sort",
          "java/util/Collections.swap");

  /** Collections that are in the order of hash codes. */
  private static final Set<String> HASHED = Set.of("java/util/HashMap", "java/util/HashSet");

  private static final Set<String> FILLS =
      Set.of("add", "compute", "computeIfAbsent", "merge", "put");

  /** An object that the method makes. */
  private record Made(String type) {}

  /**
   * Where a value lies.
   *
   * @param subject statics or fields; null for the object itself
   * @param owner the class that declares the field
   */
  private record Place(@Nullable Outside subject, String owner, String field) {}

  private static final Place THIS = new Place(null, "", "");

  private final CodeBase code;
  private final String owner;
  private final Calls calls;
  private final boolean initialises;
  private final boolean constructs;
  private int line;

  private KeptState(CodeBase code, String owner, String method, Calls calls) {
    this.code = code;
    this.owner = owner;
    this.calls = calls;
    this.initialises = method.equals("<clinit>") || method.startsWith("lambda$static$");
    this.constructs = method.equals("<init>") || method.startsWith("lambda$new$");
  }

  /** Hands on what the method writes to. */
  static void of(CodeBase code, Asked asked, ClassModel type, MethodModel method, Calls calls) {
    String owner = type.thisClass().asInternalName();
    KeptState kept = new KeptState(code, owner, method.methodName().stringValue(), calls);
    boolean isAsked = !method.flags().has(AccessFlag.STATIC) && asked.lives(code, owner);
    method
        .code()
        .ifPresent(body -> {
          ValueFlow flow = new ValueFlow(kept, isAsked ? THIS : null);
          for (CodeElement element : body) {
            if (element instanceof LineNumber number) {
              kept.line = number.line();
            }
            flow.element(element);
          }
        });
  }

  @Override
  public @Nullable Object made(String type) {
    return code.has(type) || HASHED.contains(type) ? new Made(type) : null;
  }

  @Override
  public @Nullable Object readStatic(String type, String name) {
    boolean own = initialises && type.equals(owner);
    return code.has(type) && !own ? new Place(Outside.STATICS, type, field(type, name)) : null;
  }

  @Override
  public void wroteStatic(String type, String name) {
    if (code.has(type) && !(initialises && type.equals(owner))) {
      calls.keeps(Outside.STATICS, field(type, name), line);
    }
  }

  @Override
  public @Nullable Object readField(@Nullable Object object, String type, String name) {
    return THIS.equals(object) ? place(type, name) : object;
  }

  @Override
  public void wroteField(@Nullable Object object, String type, String name) {
    changed(THIS.equals(object) ? place(type, name) : object);
  }

  /** A field of what is asked; it may fill its own while it is made. */
  private @Nullable Place place(String type, String name) {
    return constructs ? null : new Place(Outside.FIELDS, type, field(type, name));
  }

  @Override
  public void wroteArray(@Nullable Object array) {
    changed(array);
  }

  @Override
  public @Nullable Object called(
      String type, String name, MethodTypeDesc descriptor, @Nullable Object[] given) {
    if (CHANGERS.contains(type + "." + name)) {
      for (Object each : given) {
        changed(each);
      }
    }
    if (given.length == 0 || given[0] == null) {
      return null;
    }
    if (name.equals("hashCode") && hasIdentityHash(given[0])) {
      calls.member("java/lang/Object", name, descriptor.descriptorString(), line);
    }
    if (!isContainer(type)) {
      return null;
    }
    if (given[0] instanceof Made made && FILLS.contains(name) && hasIdentityHash(given[1])) {
      calls.keeps(Outside.IDENTITY, made.type().replace('/', '.') + "." + name, line);
    }
    if (CHANGES.contains(name)) {
      changed(given[0]);
    }
    return INNER.contains(name) ? given[0] : null;
  }

  private static boolean isContainer(String type) {
    return (type.startsWith("java/util/") && !type.endsWith("FieldUpdater"))
        || type.startsWith("java/lang/StringBu")
        || type.equals("java/lang/ThreadLocal");
  }

  /** Whether a hash code of it is made up by the JVM; only where its very class is known. */
  private boolean hasIdentityHash(@Nullable Object value) {
    return switch (value) {
      case Made it ->
          code.has(it.type())
              && code.lineage(it.type()).contains("java/lang/Object")
              && code.lineage(it.type()).stream()
                  .noneMatch(type -> code.declared(type, "hashCode()I") != null);
      case Place it -> it.subject() == Outside.STATICS && isEnum(it.owner());
      case null, default -> false;
    };
  }

  private boolean isEnum(String type) {
    ClassModel model = code.find(type);
    return model != null && model.flags().has(AccessFlag.ENUM);
  }

  private void changed(@Nullable Object what) {
    if (what instanceof Place place && place.subject() != null) {
      calls.keeps(place.subject(), place.field(), line);
    }
  }

  private static String field(String type, String name) {
    return type.replace('/', '.').replace('$', '.') + "." + name;
  }
}
