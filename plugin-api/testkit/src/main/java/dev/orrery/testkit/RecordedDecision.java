package dev.orrery.testkit;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.api.market.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A decision of a real run, kept as a file by {@code orrery pin}: everything it read, and what it
 * wanted. A strategy that still decides the same passes {@link #check}:
 *
 * <pre>{@code
 * RecordedDecision recorded = RecordedDecision.read(getClass(), "pinned-4f1c09b2aa.json");
 * recorded.check(recorded.strategy(new DayBreakStrategyFactory()));
 * }</pre>
 *
 * <p>Immutable; safe for any thread.
 */
public final class RecordedDecision {
  private static final int FORMAT = 1;
  private static final int LONGEST_CAUSE = 500;

  /** How the runtime begins to tell of an answer that breaks the contract. */
  private static final String BROKEN = "decide returned ";

  private final JsonFields decision;

  private RecordedDecision(JsonFields decision) {
    this.decision = decision;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when it is no pinned decision
   */
  public static RecordedDecision read(Path file) {
    try {
      return of(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Reads a resource that lies beside a test.
   *
   * @throws IllegalArgumentException when there is none, or it is no pinned decision
   */
  public static RecordedDecision read(Class<?> test, String resource) {
    try (InputStream in = test.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "there is no " + resource + " beside " + test.getName() + " in src/test/resources");
      }
      return of(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static RecordedDecision of(String name, String text) {
    try {
      JsonFields decision = new JsonFields(JsonText.read(text));
      if (decision.number("format") != FORMAT) {
        throw new IllegalArgumentException(
            "has format " + decision.text("format") + ", this kit reads " + FORMAT);
      }
      return new RecordedDecision(decision);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(name + " is no pinned decision: " + e.getMessage(), e);
    }
  }

  /** Its id in the journal. */
  public String id() {
    return decision.text("id");
  }

  /** What it saw, fresh for each call: state as it was before, random numbers from the start. */
  public DecisionContext context() {
    return new RecordedContext(
        decision,
        new TestFiring(id(), trigger(), decision.instant("scheduled"), decision.textOr("payload")));
  }

  /** What it wanted; empty when it failed. */
  public List<Action> actions() {
    return decision.objects("actions", RecordedActions::of);
  }

  /** What it threw, as class and message, or how it broke the contract; empty when it answered. */
  public Optional<String> failure() {
    return decision.textOr("failure");
  }

  /**
   * The strategy with the parameters, name and vault of the run.
   *
   * @throws IllegalArgumentException when its parameters are others by now, saying which
   */
  public <P extends Record> StrategyPlugin strategy(StrategyFactory<P> factory) {
    P parameters = Strategies.parameters(factory, parameters(factory.parameterType()));
    return factory.create(
        parameters,
        new StrategyBinding(
            decision.text("strategy"), decision.text("vault"), factory.triggers(parameters)));
  }

  /**
   * Asks a strategy once more.
   *
   * @throws AssertionError when it decides otherwise: both are told
   */
  public void check(StrategyPlugin strategy) {
    List<Action> answered;
    try {
      answered = strategy.decide(context());
    } catch (Throwable e) {
      if (!failure().equals(Optional.of(cause(e)))) {
        throw new AssertionError("decision " + id() + " " + told() + ", now it throws " + e, e);
      }
      return;
    }
    if (failure().filter(cause -> cause.startsWith(BROKEN)).isPresent()) {
      requireBroken(answered);
      return;
    }
    List<Action> now = Decisions.check(answered);
    if (failure().isPresent() || !now.equals(actions())) {
      throw new AssertionError("decision " + id() + " " + told() + ", now it wants " + now);
    }
  }

  private void requireBroken(@Nullable List<Action> answered) {
    try {
      Decisions.check(answered);
    } catch (AssertionError e) {
      return;
    }
    throw new AssertionError("decision " + id() + " " + told() + ", now it wants " + answered);
  }

  /** As the runtime tells it. */
  private static String cause(Throwable thrown) {
    String message = thrown.getMessage();
    String name = thrown.getClass().getName();
    String line = message == null ? name : name + ": " + message.replace('\n', ' ');
    return line.length() > LONGEST_CAUSE ? line.substring(0, LONGEST_CAUSE) + "..." : line;
  }

  private String told() {
    return failure().map(cause -> "failed with " + cause).orElseGet(() -> "wanted " + actions());
  }

  private Map<String, Object> parameters(Class<? extends Record> type) {
    Map<String, Object> values = new LinkedHashMap<>();
    JsonFields kept = decision.object("parameters").orElseGet(() -> new JsonFields(Map.of()));
    kept.all()
        .forEach((name, value) -> {
          if (value != null) {
            values.put(String.valueOf(name), value);
          }
        });
    for (RecordComponent component : type.getRecordComponents()) {
      values.computeIfPresent(
          component.getName(),
          (name, value) -> value(component.getGenericType().toString(), value));
    }
    return values;
  }

  /** Lengths of time are kept as ISO texts. */
  private static Object value(String type, Object kept) {
    if (!type.contains("java.time.Duration")) {
      return kept;
    }
    return kept instanceof List<?> many
        ? many.stream().map(each -> Duration.parse(String.valueOf(each))).toList()
        : Duration.parse(kept.toString());
  }

  private Trigger trigger() {
    JsonFields it = decision.object("trigger").orElseThrow();
    Trigger.@Nullable MissedFire missed =
        it.textOr("missed").map(Trigger.MissedFire::valueOf).orElse(null);
    Trigger.MissedFire otherwise = missed == null ? Trigger.MissedFire.SKIP : missed;
    return switch (it.text("kind")) {
      case "every" -> Trigger.every(Duration.parse(it.text("period")), otherwise);
      case "cron" -> Trigger.cron(it.text("expression"), ZoneId.of(it.text("zone")), otherwise);
      case "event" -> Trigger.event(it.text("topic"));
      case "bar-close" -> Trigger.barClose(it.text("symbol"), Interval.of(it.text("interval")));
      default -> Trigger.manual();
    };
  }
}
