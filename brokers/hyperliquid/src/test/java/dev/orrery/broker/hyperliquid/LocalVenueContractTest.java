package dev.orrery.broker.hyperliquid;

import dev.orrery.broker.contract.BrokerContract;
import dev.orrery.broker.contract.BrokerHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The suite that every broker passes, on the local exchange. */
@Execution(ExecutionMode.CONCURRENT)
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
