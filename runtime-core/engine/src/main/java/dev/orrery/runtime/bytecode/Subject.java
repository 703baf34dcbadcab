package dev.orrery.runtime.bytecode;

/** What a call of a plugin's code is about. */
public sealed interface Subject permits Refusal, Outside {
  /** Its name as it is written: {@code system-properties}. */
  String key();
}
