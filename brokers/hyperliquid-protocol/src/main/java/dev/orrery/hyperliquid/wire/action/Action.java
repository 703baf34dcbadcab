package dev.orrery.hyperliquid.wire.action;

/**
 * Something an account asks the venue to do. Which of the two kinds it is decides who may sign it
 * and what is signed.
 */
public sealed interface Action permits L1Action, UserSignedAction {
  /** Its name on the wire. */
  String type();

  /** Writes all of it, {@code type} first, in the order that is hashed. */
  void write(CanonicalForm out);

  /**
   * How many orders, cancels or changes it carries; 1 for everything else. The venue's limits count
   * them.
   */
  default int count() {
    return 1;
  }
}
