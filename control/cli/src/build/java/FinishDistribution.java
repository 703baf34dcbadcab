import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The last step of the build, run from source: puts the command's own jar, the launcher and the
 * examples into the distribution, writes the digest that names the AOT cache, and last of all the
 * stamp by which the launcher sees whether the build is older than the sources.
 *
 * <p>Arguments: the distribution, the command's jar, the root of the sources.
 */
final class FinishDistribution {
  private FinishDistribution() {}

  public static void main(String[] args) throws Exception {
    Path distribution = Path.of(args[0]);
    Path jar = Path.of(args[1]);
    Path root = Path.of(args[2]);
    Path lib = Files.createDirectories(distribution.resolve("lib"));
    copy(jar, lib.resolve(jar.getFileName()));
    copyFiles(root.resolve("examples"), distribution.resolve("examples"), ".yaml");
    Path launcher = distribution.resolve("orrery");
    copy(root.resolve("orrery"), launcher);
    launcher.toFile().setExecutable(true, false);
    Files.writeString(distribution.resolve("lib.sha256"), digest(lib) + "\n");
    Files.writeString(distribution.resolve("built"), "");
  }

  private static void copyFiles(Path from, Path to, String ending) throws IOException {
    Files.createDirectories(to);
    for (Path file : sorted(from)) {
      if (file.toString().endsWith(ending)) {
        copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** Over names and bytes, in the order in which the launcher puts them on the class path. */
  private static String digest(Path folder) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path file : sorted(folder)) {
      digest.update((file.getFileName() + "\n").getBytes("UTF-8"));
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
