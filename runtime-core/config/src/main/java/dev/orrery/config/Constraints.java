package dev.orrery.config;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.metadata.BeanDescriptor;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * Jakarta Validation, one component at a time: so a constraint is checked even when another
 * component of the same record could not be read. The provider is booted only for a record that has
 * a constraint {@link StandardConstraints} does not know, and is given up by {@link #close}: it
 * remembers every class it has looked at, and so would keep the class loader of a plugin whose
 * parameters it has checked. Confined to one thread, for one configuration.
 */
final class Constraints implements AutoCloseable {
  /**
   * A broken constraint.
   *
   * @param rule {@code must be greater than 0}
   * @param value what broke it
   * @param index which element of a list broke it; null when the value as a whole did
   */
  record Violation(String rule, @Nullable Object value, @Nullable Integer index) {}

  private @Nullable ValidatorFactory provider;

  /** What is wrong with one value of a record. */
  List<Violation> check(Class<?> record, String component, Object value) {
    DeclaredConstraints declared = DeclaredConstraints.of(record);
    return declared.standard()
        ? standard(declared, component, value)
        : provider(record, component, value);
  }

  /** What is wrong with a record beyond its components: constraints on the class and on getters. */
  List<Violation> checkWhole(Object record) {
    if (DeclaredConstraints.of(record.getClass()).standard()) {
      return List.of();
    }
    List<String> components =
        Arrays.stream(record.getClass().getRecordComponents()).map(c -> c.getName()).toList();
    return sorted(
        validator().validate(record).stream()
            .filter(violation -> !components.contains(first(violation)))
            .toList());
  }

  private static List<Violation> standard(
      DeclaredConstraints declared, String component, Object value) {
    List<Violation> violations = new ArrayList<>();
    broken(declared.on(component), value, null, violations);
    List<Annotation> onElements = declared.onElementsOf(component);
    if (!onElements.isEmpty() && value instanceof Collection<?> elements) {
      int index = 0;
      for (Object element : elements) {
        broken(onElements, element, value instanceof List ? index++ : null, violations);
      }
    }
    return inOrder(violations);
  }

  private static void broken(
      List<Annotation> constraints,
      Object value,
      @Nullable Integer index,
      List<Violation> violations) {
    for (Annotation constraint : constraints) {
      if (!StandardConstraints.holds(constraint, value)) {
        String rule = Rules.text(constraint).orElse(constraint.annotationType().getSimpleName());
        violations.add(new Violation("must " + rule, value, index));
      }
    }
  }

  /** Any constraint, by the provider of Jakarta Validation. */
  List<Violation> provider(Class<?> record, String component, Object value) {
    try {
      Validator validator = validator();
      BeanDescriptor bean = validator.getConstraintsForClass(record);
      return bean.getConstraintsForProperty(component) == null
          ? List.of()
          : sorted(validator.validateValue(record, component, value));
    } catch (ValidationException e) {
      // The author's mistake, such as @Positive on a type that is no number: told, not thrown.
      return List.of(new Violation("cannot be checked: " + e.getMessage(), value, null));
    }
  }

  /** Gives up the provider, and with it all it knows of the records it has checked. */
  @Override
  public void close() {
    if (provider != null) {
      provider.close();
      provider = null;
    }
  }

  /**
   * Booted when first needed: it takes a while. Found by name, not in the caller's class loader.
   */
  private Validator validator() {
    ValidatorFactory booted = provider;
    if (booted == null) {
      booted =
          Validation.byProvider(HibernateValidator.class)
              .providerResolver(() -> List.of(new HibernateValidator()))
              .configure()
              .ignoreXmlConfiguration()
              .messageInterpolator(new Words())
              .buildValidatorFactory();
      provider = booted;
    }
    return booted.getValidator();
  }

  private static @Nullable String first(ConstraintViolation<?> violation) {
    return violation.getPropertyPath().iterator().next().getName();
  }

  /** Validation answers with a set: in no order, which no list of problems should have. */
  private static List<Violation> sorted(Collection<? extends ConstraintViolation<?>> violations) {
    List<Violation> list = new ArrayList<>();
    for (ConstraintViolation<?> violation : violations) {
      list.add(
          new Violation(violation.getMessage(), violation.getInvalidValue(), index(violation)));
    }
    return inOrder(list);
  }

  private static List<Violation> inOrder(List<Violation> list) {
    list.sort(
        Comparator.comparingInt((Violation v) -> v.index() == null ? -1 : v.index())
            .thenComparing(Violation::rule));
    return list;
  }

  private static @Nullable Integer index(ConstraintViolation<?> violation) {
    Integer index = null;
    for (Path.Node node : violation.getPropertyPath()) {
      index = node.getIndex() == null ? index : node.getIndex();
    }
    return index;
  }

  /** Our words where we have them, else those of the constraint; always English, no expressions. */
  private static final class Words implements MessageInterpolator {
    private final MessageInterpolator others =
        new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, false);

    @Override
    public String interpolate(String template, Context context) {
      return interpolate(template, context, Locale.ENGLISH);
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
      Annotation constraint = context.getConstraintDescriptor().getAnnotation();
      boolean ownWords = !template.startsWith("{") && !(constraint instanceof Pattern);
      if (ownWords) {
        return others.interpolate(template, context, Locale.ENGLISH);
      }
      return Rules.text(constraint)
          .map(rule -> "must " + rule)
          .orElseGet(() -> others.interpolate(template, context, Locale.ENGLISH));
    }
  }
}
