package dev.orrery.runtime.bytecode;

/** A class loader whose classes poll a gate. Thread-safe. */
public interface GatedLoader {
  /** The gate that all classes of this loader poll, and no others. */
  PollGate gate();
}
