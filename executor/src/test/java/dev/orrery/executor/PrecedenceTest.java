package dev.orrery.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.value.Price;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderState;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
  private final Rig rig = Rig.funded(10_000);
  private final Precedence precedence =
      new Precedence(rig.desk, () -> rig.processNow, ExecutorSettings.DEFAULTS);
  private final ClientOrderId order =
      rig.commit(
              Rig.WIDE,
              PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.limit(Price.of("40000")), "x"))
          .instructions()
          .getFirst()
          .id();
  private final List<Instruction> cancel = List.of(new Instruction.Cancel(order, "BTC"));

  @Test
  void aCancelWaitsForTheBatchThatPlacesItsOrder() throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      CountDownLatch begun = new CountDownLatch(1);
      Future<Boolean> answeredFirst =
          threads.submit(() -> {
            begun.countDown();
            precedence.await(cancel);
            return Objects.requireNonNull(rig.desk.order(order)).state() == OrderState.OPEN;
          });
      begun.await();
      rig.desk.answered(
          List.of(
              new AccountEntry.Answered(
                  AccountEntry.Asked.PLACE,
                  new OrderOutcome.Accepted(order, "v", null),
                  rig.timeline.now())));
      precedence.passed();
      assertThat(answeredFirst.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void itDoesNotWaitForWhatIsTooLateToBeSent() throws Exception {
    rig.processNow = rig.processNow.plusSeconds(5);
    precedence.await(cancel);
    assertThat(rig.desk.order(order)).extracting("state").hasToString("INTENDED");
  }
}
