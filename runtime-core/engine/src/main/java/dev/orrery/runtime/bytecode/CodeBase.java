package dev.orrery.runtime.bytecode;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All classes of a plugin as its loader would find them, and what their code calls outside. Read
 * from class files; nothing is loaded. Confined to one thread.
 */
public final class CodeBase {
  private final Map<String, ClassModel> classes = new LinkedHashMap<>();
  private final Map<String, Map<String, MethodModel>> methods = new HashMap<>();
  private final Map<String, Set<String>> lineages = new HashMap<>();
  private final Map<String, List<String>> services;

  /**
   * Takes a plugin's files.
   *
   * @param classFiles by internal name: {@code com/acme/Grid}
   * @param services the classes that each service file names, by service: {@code
   *     java.util.function.Supplier}
   * @throws IllegalArgumentException when one is damaged
   */
  public CodeBase(Map<String, byte[]> classFiles, Map<String, List<String>> services) {
    classFiles.forEach((name, bytes) -> classes.put(name, parse(bytes)));
    this.services = Map.copyOf(services);
  }

  /**
   * Whether a class may hold a refused call, so that it is worth to look further. Quick: reads the
   * constants, not the code.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  public static boolean isSuspicious(byte[] classFile) {
    return damageTold(() -> {
      ClassModel model = ClassFile.of().parse(classFile);
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof MemberRefEntry member && isSuspicious(member)) {
          return true;
        }
      }
      return model.methods().stream().anyMatch(method -> method.flags().has(AccessFlag.NATIVE));
    });
  }

  private static boolean isSuspicious(MemberRefEntry member) {
    String owner = member.owner().asInternalName();
    String name = member.name().stringValue();
    String descriptor = member.type().stringValue();
    return JdkMembers.REFUSED.find(owner, name, descriptor) != null
        || (!owner.startsWith("java") && JdkMembers.REFUSED.mayInherit(name, descriptor));
  }

  /**
   * What the code calls outside: all that something leads to from the entries, and refused calls in
   * code that nothing leads to. In order of subject, call and place.
   *
   * @param entries classes whose every method may be called, as people write them
   * @throws IllegalArgumentException when a class is damaged
   */
  public List<Finding> findings(Collection<String> entries) {
    return damageTold(() -> found(entries));
  }

  private List<Finding> found(Collection<String> entries) {
    CallGraph graph = new CallGraph(this, null);
    graph.follow(entries);
    List<Finding> findings = new ArrayList<>(graph.findings());
    classes.forEach((name, model) -> {
      for (MethodModel method : model.methods()) {
        if (!graph.reaches(name, method)) {
          findings.addAll(Unreached.refused(model, method));
        }
      }
    });
    return findings.stream().distinct().sorted(Finding.ORDER).toList();
  }

  /**
   * What the code calls outside, and what it keeps, of all that something leads to from the
   * entries; each with one way that leads there.
   *
   * @param entries as for {@link #findings}
   * @param asked what the runtime asks of objects, where ways begin if they can
   * @param own classes that are no library's, by internal name
   * @throws IllegalArgumentException when a class is damaged
   */
  public List<Route> routes(Collection<String> entries, Asked asked, Set<String> own) {
    return damageTold(() -> {
      CallGraph graph = new CallGraph(this, asked);
      graph.follow(entries);
      return graph.findings().stream()
          .distinct()
          .sorted(Finding.ORDER)
          .map(finding ->
              new Route(
                  finding,
                  graph.way(finding).stream().map(Step::of).toList(),
                  !own.contains(finding.place().className().replace('.', '/'))))
          .toList();
    });
  }

  private static ClassModel parse(byte[] classFile) {
    return damageTold(() -> ClassFile.of().parse(classFile));
  }

  /** Offsets that lead out of a damaged file end in whatever the API runs into. */
  private static <T> T damageTold(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IndexOutOfBoundsException | IllegalStateException | ClassCastException e) {
      throw new IllegalArgumentException(e.toString(), e);
    }
  }

  /** Whether a class is the plugin's own. */
  boolean has(String type) {
    return classes.containsKey(type);
  }

  /** A class of the plugin. */
  @Nullable ClassModel find(String type) {
    return classes.get(type);
  }

  /** A method that a class declares. */
  @Nullable MethodModel declared(String type, String signature) {
    return methodsOf(type).get(signature);
  }

  /** The methods that a class declares, by name and descriptor. */
  Map<String, MethodModel> methodsOf(String type) {
    return methods.computeIfAbsent(
        type,
        name -> {
          Map<String, MethodModel> declared = new LinkedHashMap<>();
          ClassModel model = classes.get(name);
          if (model != null) {
            model
                .methods()
                .forEach(method ->
                    declared.put(
                        method.methodName().stringValue() + method.methodType().stringValue(),
                        method));
          }
          return declared;
        });
  }

  /** A class and all above it, nearest first: the plugin's own, and the first others. */
  Set<String> lineage(String type) {
    Set<String> known = lineages.get(type);
    if (known == null) {
      known = new LinkedHashSet<>();
      climb(type, known);
      lineages.put(type, known);
    }
    return known;
  }

  private void climb(String type, Set<String> lineage) {
    ClassModel model = classes.get(type);
    if (lineage.add(type) && model != null) {
      model.superclass().map(ClassEntry::asInternalName).ifPresent(it -> climb(it, lineage));
      model.interfaces().forEach(it -> climb(it.asInternalName(), lineage));
    }
  }

  /** Classes that a service file names, as people write them. */
  public List<String> providers(String service) {
    return services.getOrDefault(service, List.of());
  }

  /** Every service that a file is there for. */
  Set<String> services() {
    return services.keySet();
  }
}
