package dev.orrery.control.machine.fly;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/**
 * The contract over a Fly in which one call in eight goes wrong, in every way a client can survive.
 */
class FlyWeatherContractTest extends FlyMachinesContractTest {
  private static final long SEED = Long.getLong("orrery.seed", 20261127);

  @Override
  protected boolean losesAnswers() {
    return true;
  }

  @BeforeEach
  void badWeather(TestInfo test) {
    Random random = new Random(SEED ^ test.getDisplayName().hashCode());
    List<FlyFault> any =
        List.of(
            FlyFault.tooMany(),
            FlyFault.broken(),
            new FlyFault.Refused(500, ""),
            new FlyFault.Lost(false),
            new FlyFault.Lost(true),
            new FlyFault.DoneAnd(408, "{\"error\":\"request timed out\"}"),
            new FlyFault.DoneAnd(502, "<html>bad gateway</html>"));
    fake.weather(_ ->
        random.nextInt(8) == 0
            ? Optional.of(any.get(random.nextInt(any.size())))
            : Optional.empty());
  }
}
