package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyPlugin;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether everything that a class mentions of the plugin API is there: its classes, methods and
 * fields, as the linker would look for them. For jars that do not say for which version they were
 * built. Thread-safe.
 */
final class ApiReferences {
  private static final String API = ApiLoader.API.replace('.', '/');
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L(" + API + "[^;<]+);");

  private final Map<String, Optional<Set<String>>> members = new ConcurrentHashMap<>();

  /**
   * The first reference to something that the API does not have, for people.
   *
   * @throws IllegalArgumentException when these are not the bytes of a class
   */
  Optional<String> missing(byte[] classBytes) {
    ClassModel model = ClassFile.of().parse(classBytes);
    for (PoolEntry entry : model.constantPool()) {
      String missing =
          switch (entry) {
            case ClassEntry type -> missingClass(type.asInternalName());
            case MemberRefEntry member -> missingMember(member);
            case NameAndTypeEntry nameAndType -> missingIn(nameAndType.type().stringValue());
            case MethodTypeEntry type -> missingIn(type.descriptor().stringValue());
            default -> null;
          };
      if (missing != null) {
        return Optional.of(missing);
      }
    }
    return Stream.concat(
            model.methods().stream().map(method -> method.methodType().stringValue()),
            model.fields().stream().map(field -> field.fieldType().stringValue()))
        .map(this::missingIn)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private @Nullable String missingClass(String internalName) {
    if (internalName.startsWith("[")) {
      return missingIn(internalName);
    }
    return internalName.startsWith(API) && membersOf(internalName).isEmpty()
        ? internalName.replace('/', '.')
        : null;
  }

  private @Nullable String missingIn(String descriptor) {
    Matcher matcher = IN_DESCRIPTOR.matcher(descriptor);
    while (matcher.find()) {
      String missing = missingClass(matcher.group(1));
      if (missing != null) {
        return missing;
      }
    }
    return null;
  }

  private @Nullable String missingMember(MemberRefEntry member) {
    String owner = member.owner().asInternalName();
    if (!owner.startsWith(API)) {
      return null;
    }
    String name = member.name().stringValue();
    String key = name + ":" + member.type().stringValue();
    if (membersOf(owner).map(known -> known.contains(key)).orElse(false)) {
      return null;
    }
    String shown = owner.replace('/', '.') + "." + name;
    return member instanceof FieldRefEntry
        ? shown
        : shown + parameters(member.type().stringValue());
  }

  private static String parameters(String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream()
        .map(ClassDesc::displayName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private Optional<Set<String>> membersOf(String internalName) {
    return members.computeIfAbsent(
        internalName,
        name -> {
          try {
            Set<String> found = new HashSet<>();
            Class<?> type =
                Class.forName(name.replace('/', '.'), false, StrategyPlugin.class.getClassLoader());
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
              add(constructor, "<init>", void.class, found);
            }
            collect(type, found);
            collect(Object.class, found);
            return Optional.of(found);
          } catch (ClassNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  private static void collect(@Nullable Class<?> type, Set<String> found) {
    if (type == null) {
      return;
    }
    for (Method method : type.getDeclaredMethods()) {
      add(method, method.getName(), method.getReturnType(), found);
    }
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field)) {
        found.add(field.getName() + ":" + field.getType().descriptorString());
      }
    }
    collect(type.getSuperclass(), found);
    for (Class<?> parent : type.getInterfaces()) {
      collect(parent, found);
    }
  }

  private static void add(Executable from, String name, Class<?> answer, Set<String> found) {
    if (isVisible(from)) {
      MethodType type = MethodType.methodType(answer, from.getParameterTypes());
      found.add(name + ":" + type.descriptorString());
    }
  }

  private static boolean isVisible(Member member) {
    return Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers());
  }
}
