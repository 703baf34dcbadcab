package dev.orrery.config;

import dev.orrery.config.Scalars.Spelling;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One component of a configuration record, as its declaration describes it.
 *
 * @param name its name and key
 * @param type its generic type
 * @param nullable whether it may be left out and is null then
 * @param doc its text, if it has one
 * @param defaultText its default as written in the file, if an annotation gives one
 * @param spelling how a decimal is written
 * @param source the component
 */
record Component(
    String name,
    Type type,
    boolean nullable,
    @Nullable Doc doc,
    @Nullable String defaultText,
    Spelling spelling,
    RecordComponent source) {

  /** Reading annotations of types is slow, and a record is asked for often. */
  private static final ClassValue<List<Component>> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected List<Component> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents()).map(Component::of).toList();
        }
      };

  /** The components of a record, in order. */
  static List<Component> of(Class<?> type) {
    return BY_CLASS.get(type);
  }

  private static Component of(RecordComponent source) {
    Default given = source.getAnnotation(Default.class);
    Spelling spelling =
        source.isAnnotationPresent(Money.class)
            ? Spelling.MONEY
            : source.isAnnotationPresent(Ratio.class) ? Spelling.RATIO : Spelling.PLAIN;
    return new Component(
        source.getName(),
        source.getGenericType(),
        source.getAnnotatedType().isAnnotationPresent(Nullable.class),
        source.getAnnotation(Doc.class),
        given == null ? null : given.value(),
        spelling,
        source);
  }

  /** The erasure of a type. */
  static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
      default -> throw new IllegalArgumentException("not a type of configuration: " + type);
    };
  }

  /** The type argument {@code index} of a collection or map. */
  static Type argument(Type type, int index) {
    if (type instanceof ParameterizedType parameterized) {
      return parameterized.getActualTypeArguments()[index];
    }
    throw new IllegalArgumentException("raw collection in a configuration record: " + type);
  }

  Class<?> raw() {
    return raw(type);
  }

  /** Whether it can be left out of the file. */
  boolean optional() {
    return nullable || defaultText != null || (raw().isRecord() && required(raw()).isEmpty());
  }

  /** Names of the components that must be written because nothing gives them a value. */
  static List<String> required(Class<?> record) {
    if (defaultsOf(record) != null) {
      return List.of();
    }
    return of(record).stream().filter(c -> !c.optional()).map(Component::name).toList();
  }

  /** What {@code static defaults()} of the record returns; null when it has no such method. */
  static @Nullable Object defaultsOf(Class<?> record) {
    for (Method method : record.getDeclaredMethods()) {
      if (method.getName().equals("defaults")
          && method.getParameterCount() == 0
          && Modifier.isStatic(method.getModifiers())
          && method.getReturnType() == record) {
        return invoke(method);
      }
    }
    return null;
  }

  private static @Nullable Object invoke(Method method) {
    try {
      method.setAccessible(true);
      return method.invoke(null);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(method + " failed", e);
    }
  }

  /** The component's value in {@code owner}. */
  @Nullable Object valueIn(Object owner) {
    try {
      Method accessor = source.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(owner);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + name + " of " + owner.getClass(), e);
    }
  }

  /**
   * A new record.
   *
   * @throws IllegalArgumentException what its constructor says about its arguments
   */
  static Object construct(Class<?> type, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = cause.getMessage();
      throw new IllegalArgumentException(message == null ? cause.toString() : message, cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + type.getName(), e);
    }
  }
}
