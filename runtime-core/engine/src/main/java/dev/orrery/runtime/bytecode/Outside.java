package dev.orrery.runtime.bytecode;

import java.util.List;
import java.util.Locale;

/**
 * What code can reach outside itself without being refused for it: shown by {@code orrery plugins
 * verify}, so that a person can judge a jar.
 */
public enum Outside implements Subject {
  /** Files and folders. */
  FILES(
      "java/io/FileInputStream.<init>",
      "java/io/FileOutputStream.<init>",
      "java/io/FileReader.<init>",
      "java/io/FileWriter.<init>",
      "java/io/PrintWriter.<init>(Ljava/lang/String;)V",
      "java/io/RandomAccessFile.*",
      "java/io/File.canExecute",
      "java/io/File.canRead",
      "java/io/File.canWrite",
      "java/io/File.createNewFile",
      "java/io/File.createTempFile",
      "java/io/File.delete",
      "java/io/File.deleteOnExit",
      "java/io/File.exists",
      "java/io/File.isDirectory",
      "java/io/File.isFile",
      "java/io/File.lastModified",
      "java/io/File.length",
      "java/io/File.list",
      "java/io/File.listFiles",
      "java/io/File.mkdir",
      "java/io/File.mkdirs",
      "java/io/File.renameTo",
      "java/nio/channels/AsynchronousFileChannel.open",
      "java/nio/channels/FileChannel.open",
      "java/nio/file/FileSystems.*",
      "java/nio/file/Files.*",
      "java/nio/file/Path.toRealPath",
      "java/nio/file/Path.register",
      "java/util/jar/JarFile.<init>",
      "java/util/zip/ZipFile.<init>"),

  /** Sockets, and what opens them. */
  SOCKETS(
      "java/net/DatagramSocket.<init>",
      "java/net/HttpURLConnection.*",
      "java/net/InetAddress.getAllByName",
      "java/net/InetAddress.getByName",
      "java/net/InetAddress.getLocalHost",
      "java/net/InetAddress.isReachable",
      "java/net/InetSocketAddress.<init>(Ljava/lang/String;I)V",
      "java/net/MulticastSocket.<init>",
      "java/net/NetworkInterface.*",
      "java/net/ServerSocket.<init>",
      "java/net/Socket.<init>",
      "java/net/URL.getContent",
      "java/net/URL.openConnection",
      "java/net/URL.openStream",
      "java/net/URLConnection.*",
      "java/net/http/HttpClient.*",
      "java/nio/channels/AsynchronousServerSocketChannel.open",
      "java/nio/channels/AsynchronousSocketChannel.open",
      "java/nio/channels/DatagramChannel.open",
      "java/nio/channels/ServerSocketChannel.open",
      "java/nio/channels/SocketChannel.open",
      "java/rmi/Naming.*",
      "java/sql/DriverManager.*",
      "javax/naming/InitialContext.*",
      "javax/net/SocketFactory.*",
      "javax/net/ssl/SSLContext.getDefault",
      "javax/net/ssl/SSLSocketFactory.*"),

  /** Other processes; starting one is refused. */
  PROCESSES("java/lang/Process.*", "java/lang/ProcessHandle.*"),

  /** Threads of its own, or of the JDK's pools: they outlive the call that began them. */
  THREADS(
      "java/lang/Thread.<init>",
      "java/lang/Thread.ofPlatform",
      "java/lang/Thread.ofVirtual",
      "java/lang/Thread.start",
      "java/lang/Thread.startVirtualThread",
      "java/lang/ref/Cleaner.create",
      "java/util/Arrays.parallelPrefix",
      "java/util/Arrays.parallelSetAll",
      "java/util/Arrays.parallelSort",
      "java/util/Collection.parallelStream",
      "java/util/List.parallelStream",
      "java/util/Timer.<init>",
      "java/util/concurrent/CompletableFuture.acceptEitherAsync",
      "java/util/concurrent/CompletableFuture.applyToEitherAsync",
      "java/util/concurrent/CompletableFuture.completeAsync",
      "java/util/concurrent/CompletableFuture.completeOnTimeout",
      "java/util/concurrent/CompletableFuture.delayedExecutor",
      "java/util/concurrent/CompletableFuture.handleAsync",
      "java/util/concurrent/CompletableFuture.orTimeout",
      "java/util/concurrent/CompletableFuture.runAfterBothAsync",
      "java/util/concurrent/CompletableFuture.runAfterEitherAsync",
      "java/util/concurrent/CompletableFuture.runAsync",
      "java/util/concurrent/CompletableFuture.supplyAsync",
      "java/util/concurrent/CompletableFuture.thenAcceptAsync",
      "java/util/concurrent/CompletableFuture.thenAcceptBothAsync",
      "java/util/concurrent/CompletableFuture.thenApplyAsync",
      "java/util/concurrent/CompletableFuture.thenCombineAsync",
      "java/util/concurrent/CompletableFuture.thenComposeAsync",
      "java/util/concurrent/CompletableFuture.thenRunAsync",
      "java/util/concurrent/CompletableFuture.whenCompleteAsync",
      "java/util/concurrent/Executors.*",
      "java/util/concurrent/ForkJoinPool.*",
      "java/util/concurrent/ScheduledThreadPoolExecutor.<init>",
      "java/util/concurrent/SubmissionPublisher.<init>",
      "java/util/concurrent/ThreadPoolExecutor.<init>",
      "java/util/stream/BaseStream.parallel",
      "java/util/stream/DoubleStream.parallel",
      "java/util/stream/IntStream.parallel",
      "java/util/stream/LongStream.parallel",
      "java/util/stream/Stream.parallel"),

  /** The machine's clock: a decision that reads it cannot be run again. */
  CLOCKS(
      "java/lang/System.currentTimeMillis",
      "java/lang/System.nanoTime",
      "java/lang/Thread.sleep",
      "java/time/Clock.system",
      "java/time/Clock.systemDefaultZone",
      "java/time/Clock.systemUTC",
      "java/time/Clock.tickMillis",
      "java/time/Clock.tickMinutes",
      "java/time/Clock.tickSeconds",
      "java/time/Instant.now",
      "java/time/InstantSource.system",
      "java/time/LocalDate.now",
      "java/time/LocalDateTime.now",
      "java/time/LocalTime.now",
      "java/time/MonthDay.now",
      "java/time/OffsetDateTime.now",
      "java/time/OffsetTime.now",
      "java/time/Year.now",
      "java/time/YearMonth.now",
      "java/time/ZonedDateTime.now",
      "java/util/Calendar.getInstance",
      "java/util/Date.<init>()V",
      "java/util/GregorianCalendar.<init>()V",
      "java/util/concurrent/TimeUnit.sleep"),

  /** Randomness that is not the context's: a decision that uses it cannot be run again. */
  RANDOMNESS(
      "java/lang/Math.random",
      "java/lang/StrictMath.random",
      "java/security/SecureRandom.*",
      "java/util/Collections.shuffle(Ljava/util/List;)V",
      "java/util/Random.<init>()V",
      "java/util/SplittableRandom.<init>()V",
      "java/util/UUID.randomUUID",
      "java/util/concurrent/ThreadLocalRandom.*",
      "java/util/random/RandomGenerator.getDefault",
      "java/util/random/RandomGenerator.of"),

  /** Numbers that the JVM makes up for an object: no run has the same. */
  IDENTITY(
      "java/lang/Enum.hashCode",
      "java/lang/Object.hashCode",
      "java/lang/System.identityHashCode",
      "java/util/IdentityHashMap.entrySet",
      "java/util/IdentityHashMap.forEach",
      "java/util/IdentityHashMap.keySet",
      "java/util/IdentityHashMap.values"),

  /** Statics that something writes to: told by {@link CodeBase#routes} only. */
  STATICS,

  /** Fields of what is asked that it writes to: told by {@link CodeBase#routes} only. */
  FIELDS,

  /** Classes and members by name: what they lead to cannot be told from the code. */
  REFLECTION(
      "java/lang/Class.forName",
      "java/lang/Class.getConstructor",
      "java/lang/Class.getDeclaredConstructor",
      "java/lang/Class.getDeclaredConstructors",
      "java/lang/Class.getDeclaredField",
      "java/lang/Class.getDeclaredFields",
      "java/lang/Class.getDeclaredMethod",
      "java/lang/Class.getDeclaredMethods",
      "java/lang/Class.getField",
      "java/lang/Class.getFields",
      "java/lang/Class.getMethod",
      "java/lang/Class.getMethods",
      "java/lang/Class.newInstance",
      "java/lang/ClassLoader.loadClass",
      "java/lang/invoke/MethodHandles.privateLookupIn",
      "java/lang/invoke/MethodHandles$Lookup.*",
      "java/lang/reflect/AccessibleObject.*",
      "java/lang/reflect/Constructor.*",
      "java/lang/reflect/Field.*",
      "java/lang/reflect/Method.*",
      "java/lang/reflect/Proxy.newProxyInstance",
      "java/util/ServiceLoader.*"),

  /** Memory outside the heap; native code itself is refused. */
  NATIVE(
      "java/lang/foreign/Arena.*",
      "java/nio/ByteBuffer.allocateDirect",
      "java/nio/channels/FileChannel.map"),

  /** System properties, read. */
  SYSTEM_PROPERTIES(
      "java/lang/Boolean.getBoolean",
      "java/lang/Integer.getInteger",
      "java/lang/Long.getLong",
      "java/lang/System.getProperties",
      "java/lang/System.getProperty"),

  /** Variables of the process, which may hold secrets. */
  ENVIRONMENT("java/lang/System.getenv"),

  /** Standard streams, which belong to the command. */
  STANDARD_STREAMS(
      "java/lang/System.console",
      "java/lang/System.err",
      "java/lang/System.in",
      "java/lang/System.out",
      "java/lang/IO.*"),

  /** Ends of the process: answered with {@link ExitRefused}. */
  EXITS("java/lang/System.exit", "java/lang/Runtime.exit", "java/lang/Runtime.halt");

  /** Separated by blanks. */
  private final String members;

  Outside(String... members) {
    this.members = String.join(" ", members);
  }

  @Override
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Members of the JDK as {@link JdkMembers} reads them. */
  List<String> members() {
    return members.isEmpty() ? List.of() : List.of(members.split(" "));
  }
}
