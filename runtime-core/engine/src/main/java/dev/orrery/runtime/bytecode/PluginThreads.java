package dev.orrery.runtime.bytecode;

/** Knows which threads are inside plugin code now. Thread-safe. */
@FunctionalInterface
public interface PluginThreads {
  /** Whether a thread is. Asked by the thread itself, seldom. */
  boolean isInside(Thread thread);
}
