package dev.orrery.deployment;

/**
 * Carries out the commands to one deployment; implemented by whoever hosts it.
 *
 * <p><b>Threads.</b> A virtual thread of the deployment's; one command after the other in the order
 * they were sent, but stop and kill may come while another is being carried out.
 *
 * <p><b>Time.</b> Returns when what was asked is durable (the latch is kept); what takes longer, as
 * flattening does, goes on by itself and ends in {@link Commands#completed}.
 *
 * <p><b>Repetition.</b> After a crash a command may come again, unless it is stop or kill: carrying
 * out twice must be as carrying out once.
 */
@FunctionalInterface
public interface CommandHandler {
  /**
   * Carries it out.
   *
   * @throws Exception it is tried again, at most three times in all; stop and kill are not
   */
  CommandResult handle(Command command) throws Exception;

  /**
   * Whether the deployment's row says what is in force here, having written what it does not: a
   * switch that was thrown while the database was away. Where it is behind, a command that asks for
   * what the row says already is carried out all the same.
   */
  default boolean rowIsCurrent() {
    return true;
  }

  /** What came of it is in its row: a host that ends with a stop may do so now. */
  default void noted(Command command) {}
}
