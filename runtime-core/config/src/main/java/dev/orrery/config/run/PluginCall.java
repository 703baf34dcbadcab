package dev.orrery.config.run;

/**
 * Calls that are refused in plugins, as far as they can be allowed: see {@code
 * docs/refused-calls.md}.
 */
public enum PluginCall {
  /** Handling and raising signals. */
  SIGNALS,
  /** Raw memory by {@code sun.misc.Unsafe}. */
  UNSAFE,
  /** Native functions, and memory by address. */
  FOREIGN_FUNCTIONS,
  /** Loading native libraries. */
  NATIVE_LIBRARIES,
  /** Methods declared native. */
  NATIVE_METHODS,
  /** Starting and ending processes. */
  PROCESSES,
  /** Defining classes at run time. */
  CLASS_DEFINITION,
  /** Class loaders of its own. */
  CLASS_LOADERS,
  /** Replacing standard streams. */
  STANDARD_STREAMS,
  /** Writing system properties. */
  SYSTEM_PROPERTIES,
  /** Setting a security manager. */
  SECURITY_MANAGER,
  /** Setting the default time zone. */
  DEFAULT_TIME_ZONE,
  /** Setting the default locale. */
  DEFAULT_LOCALE,
  /** Handling what no thread catches. */
  DEFAULT_EXCEPTION_HANDLER,
  /** Hooks at the end of the process. */
  SHUTDOWN_HOOKS,
  /** Factories and defaults of all connections. */
  NETWORK_DEFAULTS,
  /** Providers and properties of the JDK's security. */
  SECURITY_PROVIDERS
}
