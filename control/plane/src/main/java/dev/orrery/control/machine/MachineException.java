package dev.orrery.control.machine;

import org.jspecify.annotations.Nullable;

/** A provider could not do what was asked. Retry on the kind, never on the text. */
public final class MachineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whether asking again may help. */
  public enum Kind {
    /** Perhaps. It may have been done all the same: look first. */
    TRANSIENT,
    /** No: the wish itself is wrong, or is refused. */
    PERMANENT,
    /** There is no room for it just now, here. */
    NO_ROOM
  }

  private final Kind kind;

  /** One of a kind; the message names what was asked for. */
  public MachineException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** One that no retry helps. */
  public static MachineException permanent(String message) {
    return new MachineException(Kind.PERMANENT, message, null);
  }

  /** Which kind. */
  public Kind kind() {
    return kind;
  }
}
