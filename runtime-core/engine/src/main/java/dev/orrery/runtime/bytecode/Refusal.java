package dev.orrery.runtime.bytecode;

import java.util.List;
import java.util.Locale;

/**
 * Calls for which a jar is not loaded: what they change is shared by everybody in the process, or
 * leads past everything that holds a plugin. An operator can allow each by its {@link #key} for a
 * jar. {@code docs/refused-calls.md} is generated from this list.
 */
public enum Refusal implements Subject {
  /** Signals. */
  SIGNALS(
      "A signal handler replaces the process's own, and raising one can end it.",
      "End a strategy through its answers; the runtime hears signals.",
      "sun/misc/Signal.*"),

  /** The JDK's unsafe memory. */
  UNSAFE(
      "Raw memory access can crash the process and reach what is private to others.",
      "Use VarHandle, or a newer version of the library.",
      "sun/misc/Unsafe.*"),

  /** Native functions and memory by address. */
  FOREIGN_FUNCTIONS(
      "Native code can crash the process; nothing in the JVM holds it.",
      "Use a library in Java, or give the strategy a machine of its own.",
      "java/lang/foreign/Linker.*",
      "java/lang/foreign/SymbolLookup.*",
      "java/lang/foreign/MemorySegment.reinterpret",
      "java/lang/foreign/AddressLayout.withTargetLayout"),

  /** Native libraries. */
  NATIVE_LIBRARIES(
      "Native code can crash the process; nothing in the JVM holds it.",
      "Use a library in Java, or give the strategy a machine of its own.",
      "java/lang/System.load",
      "java/lang/System.loadLibrary",
      "java/lang/Runtime.load",
      "java/lang/Runtime.loadLibrary"),

  /** Methods declared native in the jar. */
  NATIVE_METHODS(
      "A native method needs a native library.",
      "Use a library in Java, or give the strategy a machine of its own."),

  /** Processes. */
  PROCESSES(
      "A process outlives the strategy, and can do whatever the runtime's user can.",
      "Do it outside, and tell the strategy by an event.",
      "java/lang/ProcessBuilder.*",
      "java/lang/Runtime.exec",
      "java/lang/ProcessHandle.destroy",
      "java/lang/ProcessHandle.destroyForcibly"),

  /** Classes made while it runs. */
  CLASS_DEFINITION(
      "Classes that are not in the jar have not been looked at, and have no polls.",
      "Ship the classes in the jar.",
      "java/lang/invoke/MethodHandles$Lookup.defineClass",
      "java/lang/invoke/MethodHandles$Lookup.defineHiddenClass",
      "java/lang/invoke/MethodHandles$Lookup.defineHiddenClassWithClassData"),

  /** Class loaders of its own. */
  CLASS_LOADERS(
      "Classes of another loader have not been looked at, and have no polls.",
      "Ship the classes in the jar, or in lib/ of a zip.",
      "java/lang/ClassLoader.<init>",
      "java/security/SecureClassLoader.<init>",
      "java/net/URLClassLoader.<init>",
      "java/net/URLClassLoader.newInstance",
      "java/lang/ModuleLayer.defineModules",
      "java/lang/ModuleLayer.defineModulesWithManyLoaders",
      "java/lang/ModuleLayer.defineModulesWithOneLoader"),

  /** Standard streams, replaced. */
  STANDARD_STREAMS(
      "Standard streams belong to the process: what reads its output expects it.",
      "Log through the context's logger.",
      "java/lang/System.setErr",
      "java/lang/System.setIn",
      "java/lang/System.setOut"),

  /** System properties, written. */
  SYSTEM_PROPERTIES(
      "Properties are the process's: others read them.",
      "Take what differs as a parameter; the operator can set properties at the start.",
      "java/lang/System.clearProperty",
      "java/lang/System.setProperties",
      "java/lang/System.setProperty"),

  /** The security manager of former days. */
  SECURITY_MANAGER(
      "A security manager would be the process's; this JVM has none.",
      "Leave it out.",
      "java/lang/System.setSecurityManager"),

  /** The default time zone. */
  DEFAULT_TIME_ZONE(
      "The default zone is the process's: everybody's dates move with it.",
      "Name the zone where it is needed; UTC is the runtime's.",
      "java/util/TimeZone.setDefault(Ljava/util/TimeZone;)V"),

  /** The default locale. */
  DEFAULT_LOCALE(
      "The default locale is the process's: everybody's numbers are written by it.",
      "Name the locale where it is needed.",
      "java/util/Locale.setDefault"),

  /** The handler of what threads do not catch. */
  DEFAULT_EXCEPTION_HANDLER(
      "The default handler is the process's, and would see what others throw.",
      "Catch in the thread, or give the thread a handler of its own.",
      "java/lang/Thread.setDefaultUncaughtExceptionHandler"),

  /** Hooks at the end of the process. */
  SHUTDOWN_HOOKS(
      "A hook keeps the jar's classes for ever and runs after the runtime has closed.",
      "Do it in the strategy's close().",
      "java/lang/Runtime.addShutdownHook",
      "java/lang/Runtime.removeShutdownHook"),

  /** What all connections of the process are made with. */
  NETWORK_DEFAULTS(
      "These factories and defaults are the process's: all connections use them.",
      "Configure the one client or connection.",
      "java/net/Authenticator.setDefault(Ljava/net/Authenticator;)V",
      "java/net/CookieHandler.setDefault(Ljava/net/CookieHandler;)V",
      "java/net/DatagramSocket.setDatagramSocketImplFactory",
      "java/net/HttpURLConnection.setFollowRedirects",
      "java/net/ProxySelector.setDefault(Ljava/net/ProxySelector;)V",
      "java/net/ResponseCache.setDefault(Ljava/net/ResponseCache;)V",
      "java/net/ServerSocket.setSocketFactory",
      "java/net/Socket.setSocketImplFactory",
      "java/net/URL.setURLStreamHandlerFactory",
      "java/net/URLConnection.setContentHandlerFactory",
      "java/net/URLConnection.setDefaultAllowUserInteraction",
      "java/net/URLConnection.setDefaultRequestProperty",
      "java/net/URLConnection.setFileNameMap",
      "javax/net/ssl/HttpsURLConnection.setDefaultHostnameVerifier",
      "javax/net/ssl/HttpsURLConnection.setDefaultSSLSocketFactory",
      "javax/net/ssl/SSLContext.setDefault"),

  /** Providers and properties of the JDK's security. */
  SECURITY_PROVIDERS(
      "Providers and security properties are the process's: its own connections use them.",
      "Hand the provider to the one call that needs it.",
      "java/security/Security.addProvider",
      "java/security/Security.insertProviderAt",
      "java/security/Security.removeProvider",
      "java/security/Security.setProperty");

  private final String reason;
  private final String wayOut;

  /** Separated by blanks. */
  private final String members;

  Refusal(String reason, String wayOut, String... members) {
    this.reason = reason;
    this.wayOut = wayOut;
    this.members = String.join(" ", members);
  }

  @Override
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Why, as a sentence. */
  public String reason() {
    return reason;
  }

  /** What to do instead, as a sentence. */
  public String wayOut() {
    return wayOut;
  }

  /** Members of the JDK as {@link JdkMembers} reads them. */
  List<String> members() {
    return members.isEmpty() ? List.of() : List.of(members.split(" "));
  }
}
