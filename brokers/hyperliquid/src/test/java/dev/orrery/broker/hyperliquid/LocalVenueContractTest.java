package dev.orrery.broker.hyperliquid;

import dev.orrery.broker.contract.BrokerContract;
import dev.orrery.broker.contract.BrokerHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The suite that every broker passes, on the local exchange. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class LocalVenueContractTest extends BrokerContract {
  @Override
  protected BrokerHarness harness() {
    try {
      return new LocalVenueHarness();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
