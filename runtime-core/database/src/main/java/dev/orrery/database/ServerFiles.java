package dev.orrery.database;

import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** What lies in {@code <data-dir>/postgres} beside the cluster: password, port, lock, log. */
record ServerFiles(Path folder) {
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final long LOG_LIMIT = 4 << 20;

  /** Ports outside what systems give to outgoing connections, so that ours is free next time. */
  private static final int PORTS_FROM = 20_000;

  private static final int PORTS = 12_000;

  /**
   * Those of a data directory, whatever name it is called by: the server knows it by its real one.
   */
  static ServerFiles of(Path dataDir) throws IOException {
    Path real = Files.exists(dataDir) ? dataDir.toRealPath() : dataDir.toAbsolutePath();
    return new ServerFiles(real.resolve("postgres"));
  }

  Path cluster() {
    return folder.resolve("cluster");
  }

  Path lock() {
    return folder.resolve("lock");
  }

  Path log() {
    return folder.resolve("postgres.log");
  }

  Path password() {
    return folder.resolve("password");
  }

  Path port() {
    return folder.resolve("port");
  }

  void createFolder() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, OWNER_FOLDER);
  }

  /** The password, made up and kept when there is none. */
  Secret readOrMakePassword() throws IOException {
    if (!Files.exists(password())) {
      byte[] bytes = new byte[32];
      new SecureRandom().nextBytes(bytes);
      write(password(), HexFormat.of().formatHex(bytes));
    }
    return readPassword();
  }

  Secret readPassword() throws IOException {
    return Secret.of(Files.readString(password()).strip());
  }

  /** The port used last when it is free, else another free one, kept for the next time. */
  int choosePort() throws IOException {
    int last = Files.exists(port()) ? Integer.parseInt(Files.readString(port()).strip()) : 0;
    if (last != 0 && isFree(last)) {
      return last;
    }
    SecureRandom random = new SecureRandom();
    for (int attempt = 0; attempt < 100; attempt++) {
      int candidate = PORTS_FROM + random.nextInt(PORTS);
      if (isFree(candidate)) {
        write(port(), Integer.toString(candidate));
        return candidate;
      }
    }
    throw new IOException("no free port on 127.0.0.1 from " + PORTS_FROM);
  }

  static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Keeps the log from growing without bound: one older file is kept. */
  void rotateLog() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT) {
      Files.move(
          log(), log().resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The last lines of the log, for a message. */
  String logTail() throws IOException {
    if (!Files.exists(log())) {
      return "no log";
    }
    List<String> lines = Files.readAllLines(log());
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  private void write(Path file, String text) throws IOException {
    Path fresh = Files.createTempFile(folder, file.getFileName().toString(), ".new");
    Files.setPosixFilePermissions(fresh, OWNER_FILE);
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
