package dev.orrery.control.machine.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** The contract over a cluster in which one call in eight goes wrong. */
class KubernetesWeatherContractTest extends KubernetesMachinesContractTest {
  private static final long SEED = Long.getLong("orrery.seed", 20261128);

  @Override
  protected boolean losesAnswers() {
    return true;
  }

  @BeforeEach
  void badWeather(TestInfo test) {
    Random random = new Random(SEED ^ test.getDisplayName().hashCode());
    List<KubernetesFault> any =
        List.of(
            KubernetesFault.tooMany(),
            KubernetesFault.broken(),
            new KubernetesFault.Refused(500, "InternalError", ""),
            new KubernetesFault.DoneAnd(504),
            new KubernetesFault.DoneAnd(500),
            new KubernetesFault.Garbled(false),
            new KubernetesFault.Garbled(true));
    cluster.weather(action ->
        action != KubernetesAction.LOG && random.nextInt(8) == 0
            ? Optional.of(any.get(random.nextInt(any.size())))
            : Optional.empty());
  }
}
