package dev.orrery.broker.contract;

/** The reference broker passes everything, and skips nothing. */
final class ReferenceBrokerContractTest extends BrokerContract {
  /** The mistake it makes while the suite itself is tested. */
  static volatile Planted planted = Planted.NONE;

  @Override
  protected BrokerHarness harness() {
    return new ReferenceHarness(planted);
  }
}
