package dev.orrery.testkit;

import static java.lang.Boolean.FALSE;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * Makes a strategy from its factory as the runtime does: defaults, the operator's values over them,
 * validation, creation.
 */
public final class Strategies {
  private static final String INCLUSIVE = "${inclusive == true ? 'or equal to ' : ''}";
  private static final Validator VALIDATOR = validator();

  private Strategies() {}

  private static Validator validator() {
    try (ValidatorFactory factory =
        Validation.byProvider(HibernateValidator.class)
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()) {
      return factory.getValidator();
    }
  }

  /** A strategy with its default parameters, name, vault and triggers. */
  public static <P extends Record> StrategyPlugin create(StrategyFactory<P> factory) {
    return create(factory, Map.of());
  }

  /**
   * A strategy with other parameters, under its default name, vault and triggers.
   *
   * @param overrides values by component name: of the component's type, or the text that an
   *     operator would write, such as {@code "5m"}, {@code "0.5"}, {@code "30s"}
   * @throws IllegalArgumentException naming everything that is wrong with the parameters
   */
  public static <P extends Record> StrategyPlugin create(
      StrategyFactory<P> factory, Map<String, ?> overrides) {
    P parameters = parameters(factory, overrides);
    List<Trigger> triggers = factory.triggers(parameters);
    return factory.create(
        parameters, new StrategyBinding(factory.name(), factory.vaultId(), triggers));
  }

  /**
   * The parameters alone.
   *
   * @throws IllegalArgumentException naming everything that is wrong with them
   */
  public static <P extends Record> P parameters(
      StrategyFactory<P> factory, Map<String, ?> overrides) {
    P parameters = replace(factory.parameterType(), factory.defaults(), new TreeMap<>(overrides));
    List<String> broken = new ArrayList<>();
    for (ConstraintViolation<P> violation : VALIDATOR.validate(parameters)) {
      broken.add(violation.getPropertyPath() + " " + message(violation));
    }
    if (!broken.isEmpty()) {
      throw new IllegalArgumentException(
          "parameters of "
              + factory.name()
              + ": "
              + broken.stream().sorted().collect(Collectors.joining("; ")));
    }
    return parameters;
  }

  /** The message; two constraints of the standard write theirs in a language of its own. */
  private static String message(ConstraintViolation<?> violation) {
    Object inclusive = violation.getConstraintDescriptor().getAttributes().get("inclusive");
    return violation.getMessage().replace(INCLUSIVE, FALSE.equals(inclusive) ? "" : "or equal to ");
  }

  private static <P extends Record> P replace(
      Class<P> type, P defaults, Map<String, Object> overrides) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      types[i] = component.getType();
      Object wanted = overrides.remove(component.getName());
      Object value = read(component, defaults);
      try {
        value =
            wanted == null
                ? value
                : ParameterValues.convert(component.getName(), component.getGenericType(), wanted);
      } catch (IllegalArgumentException e) {
        problems.add(e.getMessage());
      }
      values[i] = value;
    }
    if (!overrides.isEmpty()) {
      problems.add(
          "unknown parameters "
              + overrides.keySet()
              + "; there are "
              + Arrays.stream(components).map(RecordComponent::getName).toList());
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return construct(type, types, values);
  }

  private static Object read(RecordComponent component, Record from) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(from);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read parameter " + component.getName(), e);
    }
  }

  private static <P> P construct(Class<P> type, Class<?>[] types, Object[] values) {
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "parameters of "
              + type.getSimpleName()
              + " refused: "
              + e.getTargetException().getMessage(),
          e.getTargetException());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot make parameters of " + type.getName(), e);
    }
  }
}
