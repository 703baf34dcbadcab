package dev.orrery.config;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
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
 * component of the same record could not be read. Thread-safe.
 */
final class Constraints {
  /**
   * A broken constraint.
   *
   * @param rule {@code must be greater than 0}
   * @param value what broke it
   * @param index which element of a list broke it; null when the value as a whole did
   */
  record Violation(String rule, @Nullable Object value, @Nullable Integer index) {}

  /** Built once, when the first record is checked: it takes a while. */
  private static final class Holder {
    static final Validator VALIDATOR =
        Validation.byProvider(HibernateValidator.class)
            .configure()
            .ignoreXmlConfiguration()
            .messageInterpolator(new Words())
            .buildValidatorFactory()
            .getValidator();
  }

  private Constraints() {}

  /** The constraints on a component. */
  static List<ConstraintDescriptor<?>> on(Class<?> record, String component) {
    PropertyDescriptor property = property(record, component);
    return property == null ? List.of() : List.copyOf(property.getConstraintDescriptors());
  }

  /** What is wrong with one value of a record. */
  static List<Violation> check(Class<?> record, String component, @Nullable Object value) {
    if (property(record, component) == null) {
      return List.of();
    }
    return sorted(Holder.VALIDATOR.validateValue(record, component, value));
  }

  /** What is wrong with a record beyond its components: constraints on the class and on getters. */
  static List<Violation> checkWhole(Object record) {
    BeanDescriptor bean = Holder.VALIDATOR.getConstraintsForClass(record.getClass());
    if (!bean.isBeanConstrained()) {
      return List.of();
    }
    List<String> components =
        Arrays.stream(record.getClass().getRecordComponents()).map(c -> c.getName()).toList();
    return sorted(
        Holder.VALIDATOR.validate(record).stream()
            .filter(violation -> !components.contains(first(violation)))
            .toList());
  }

  private static @Nullable PropertyDescriptor property(Class<?> record, String component) {
    return Holder.VALIDATOR.getConstraintsForClass(record).getConstraintsForProperty(component);
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
      return Rules.text(context.getConstraintDescriptor().getAnnotation())
          .map(rule -> "must " + rule)
          .orElseGet(() -> others.interpolate(template, context, Locale.ENGLISH));
    }
  }
}
