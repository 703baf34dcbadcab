package dev.orrery.control.machine;

/**
 * What a machine does, in the words all providers share. A word that a provider does not know is
 * {@link Unknown}, never {@link Running}.
 */
public sealed interface MachineStatus {
  /** On its way up, also again after a failure. */
  record Starting() implements MachineStatus {}

  /**
   * Its program runs. Whether the runner in it is ready is for the runner to say.
   *
   * @param restarts how often it was started again since it was last started by us
   */
  record Running(int restarts) implements MachineStatus {}

  /** Asked to end, and not ended yet. */
  record Stopping() implements MachineStatus {}

  /** Ended, and stays so until it is started or destroyed. */
  record Stopped(Exit exit) implements MachineStatus {}

  /** Given up: it would not start, or ended too often. */
  record Failed(String cause) implements MachineStatus {}

  /** Gone for good. */
  record Destroyed() implements MachineStatus {}

  /** The provider does not know, or says something we do not. */
  record Unknown(String said) implements MachineStatus {}

  /** Whether a program of it may be at work: when in doubt, yes. */
  default boolean mayAct() {
    return switch (this) {
      case Starting _, Running _, Stopping _, Unknown _ -> true;
      case Stopped _, Failed _, Destroyed _ -> false;
    };
  }

  /** Whether it will become another one by itself. */
  default boolean passing() {
    return this instanceof Starting || this instanceof Stopping;
  }
}
