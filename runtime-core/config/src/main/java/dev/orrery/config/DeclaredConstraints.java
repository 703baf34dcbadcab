package dev.orrery.config;

import jakarta.validation.Constraint;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The constraints a record class declares on its components. Immutable, kept with the class. */
final class DeclaredConstraints {
  private static final ClassValue<DeclaredConstraints> BY_CLASS =
      new ClassValue<>() {
        @Override
        protected DeclaredConstraints computeValue(Class<?> type) {
          return new DeclaredConstraints(type);
        }
      };

  private final Map<String, List<Annotation>> onComponents = new LinkedHashMap<>();
  private final Map<String, List<Annotation>> onElements = new LinkedHashMap<>();
  private boolean standard;

  private DeclaredConstraints(Class<?> record) {
    standard =
        constraints(record.getAnnotations()).isEmpty()
            && Arrays.stream(record.getDeclaredMethods())
                .filter(method -> !isAccessor(record, method.getName()))
                .allMatch(method -> constraints(method.getAnnotations()).isEmpty());
    for (Field field : record.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        component(field);
      }
    }
  }

  /** The constraints of a record class. */
  static DeclaredConstraints of(Class<?> record) {
    return BY_CLASS.get(record);
  }

  /** Whether {@link StandardConstraints} can check all of them. */
  boolean standard() {
    return standard;
  }

  /** Constraints on the value of a component. */
  List<Annotation> on(String component) {
    return onComponents.getOrDefault(component, List.of());
  }

  /** Constraints on the elements of a component that is a collection. */
  List<Annotation> onElementsOf(String component) {
    return onElements.getOrDefault(component, List.of());
  }

  private void component(Field field) {
    List<Annotation> whole = constraints(field.getAnnotations());
    onComponents.put(field.getName(), whole);
    knownOrNotStandard(whole, field.getType());
    if (!(field.getAnnotatedType() instanceof AnnotatedParameterizedType parameterized)) {
      return;
    }
    List<Annotation> elements = new ArrayList<>();
    for (AnnotatedType argument : parameterized.getAnnotatedActualTypeArguments()) {
      elements.addAll(constraints(argument.getAnnotations()));
      standard &= !isConstrainedWithin(argument);
    }
    onElements.put(field.getName(), elements);
    if (!elements.isEmpty()) {
      standard &= Collection.class.isAssignableFrom(field.getType());
      knownOrNotStandard(
          elements, Component.raw(parameterized.getAnnotatedActualTypeArguments()[0].getType()));
    }
  }

  /** Whether elements of elements are constrained: nothing here looks so deep. */
  private static boolean isConstrainedWithin(AnnotatedType type) {
    return type instanceof AnnotatedParameterizedType parameterized
        && Arrays.stream(parameterized.getAnnotatedActualTypeArguments())
            .anyMatch(
                each -> !constraints(each.getAnnotations()).isEmpty() || isConstrainedWithin(each));
  }

  private void knownOrNotStandard(List<Annotation> constraints, Class<?> type) {
    standard &= constraints.stream().allMatch(c -> StandardConstraints.knows(c, type));
  }

  private static boolean isAccessor(Class<?> record, String method) {
    return Arrays.stream(record.getRecordComponents()).anyMatch(c -> c.getName().equals(method));
  }

  /** Those that are constraints, and the containers of repeated ones, which are never standard. */
  private static List<Annotation> constraints(Annotation[] annotations) {
    return Arrays.stream(annotations)
        .filter(annotation -> {
          Class<?> type = annotation.annotationType();
          Class<?> outer = type.getEnclosingClass();
          return type.isAnnotationPresent(Constraint.class)
              || (outer != null && outer.isAnnotationPresent(Constraint.class));
        })
        .toList();
  }
}
