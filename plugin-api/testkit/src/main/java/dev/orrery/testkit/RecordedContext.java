package dev.orrery.testkit;

import dev.orrery.api.DecisionContext;
import dev.orrery.api.Model;
import dev.orrery.api.ModelReply;
import dev.orrery.api.account.Account;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Market;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;

/** What a recorded decision saw, for one call of {@code decide}. Confined to one thread. */
final class RecordedContext implements DecisionContext {
  private final JsonFields decision;
  private final TestFiring firing;
  private final RecordedMarket market;
  private final TestState state = new TestState();
  private final RandomGenerator random;
  private final CapturingLogger log = new CapturingLogger();
  private final Deque<JsonFields> answers = new ArrayDeque<>();

  RecordedContext(JsonFields decision, TestFiring firing) {
    this.decision = decision;
    this.firing = firing;
    this.market = new RecordedMarket(decision.object("market").orElseThrow());
    this.random = new SplittableRandom(Long.parseUnsignedLong(firing.id().substring(0, 16), 16));
    decision
        .object("state")
        .ifPresent(before ->
            before
                .all()
                .forEach((key, value) -> {
                  if (value != null) {
                    state.put(String.valueOf(key), value.toString());
                  }
                }));
    answers.addAll(decision.objects("answers", it -> it));
  }

  @Override
  public Instant now() {
    return decision.instant("now");
  }

  @Override
  public TestFiring firing() {
    return firing;
  }

  @Override
  public Market market() {
    return market;
  }

  @Override
  public Account account() {
    JsonFields it =
        decision.object("account").orElseThrow(() -> RecordedMarket.unrecorded("the account"));
    return new GivenAccount(
        Usd.of(it.text("equity")),
        Usd.of(it.text("balance")),
        Usd.of(it.text("available")),
        it.objects("positions", RecordedContext::position),
        it.objects("orders", RecordedContext::order));
  }

  @Override
  public TestState state() {
    return state;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  /** What it keeps for charts is not compared. */
  @Override
  public void record(String series, double value) {}

  @Override
  public Model model() {
    return new Model() {
      @Override
      public boolean available() {
        return decision.flag("model");
      }

      @Override
      public ModelReply complete(String prompt) {
        JsonFields answer = answers.poll();
        if (answer == null || !answer.text("prompt").equals(prompt)) {
          throw RecordedMarket.unrecorded("a language model's answer to '" + prompt + "'");
        }
        if (answer.has("error")) {
          throw new IllegalStateException(answer.text("error"));
        }
        return new ModelReply(
            answer.text("text"),
            answer.number("promptTokens"),
            answer.number("completionTokens"),
            Usd.of(answer.text("cost")));
      }
    };
  }

  @Override
  public Logger log() {
    return log;
  }

  private static Position position(JsonFields it) {
    return new Position(
        it.text("symbol"),
        Quantity.of(it.text("size")),
        Price.of(it.text("entry")),
        Usd.of(it.text("unrealised")),
        it.number("leverage"),
        MarginMode.valueOf(it.text("mode")),
        it.textOr("liquidation").map(Price::of),
        it.instant("opened"));
  }

  private static OpenOrder order(JsonFields it) {
    return new OpenOrder(
        it.text("id"),
        it.text("symbol"),
        Side.valueOf(it.text("side")),
        RecordedActions.terms(it.text("terms")),
        Quantity.of(it.text("size")),
        Quantity.of(it.text("remaining")),
        it.flag("reduceOnly"),
        it.instant("placed"),
        it.textOr("label").orElse(""),
        OpenOrder.Role.valueOf(it.text("role")),
        Optional.ofNullable(it.textOr("entry").orElse(null)),
        OpenOrder.Status.valueOf(it.text("status")));
  }
}
