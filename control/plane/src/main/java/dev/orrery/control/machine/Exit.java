package dev.orrery.control.machine;

/** How a program ended. */
public sealed interface Exit {
  /** By itself. */
  record Code(int code) implements Exit {}

  /** By a signal: 9 is force, often the kernel's for want of memory. */
  record Signalled(int signal) implements Exit {}

  /** Memory ran out, says the provider. */
  record OutOfMemory() implements Exit {}

  /** Nobody was there to see it. */
  record Unseen() implements Exit {}

  /** Reads the number a shell has for it. */
  static Exit ofShell(int status) {
    return status > 128 && status <= 128 + 64 ? new Signalled(status - 128) : new Code(status);
  }

  /** In words, for a deployment's error text. */
  default String words() {
    return switch (this) {
      case Code(int code) -> "exit code " + code;
      case Signalled(int signal) -> "ended by signal " + signal;
      case OutOfMemory() -> "out of memory";
      case Unseen() -> "ended while nobody watched";
    };
  }
}
