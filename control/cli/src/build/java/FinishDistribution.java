import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The last step of the build, run from source: brings the classes that every command loads to a
 * format that can be cached, puts the command's own jar, the launcher, the examples and a Maven repository of the
 * plugin API into the distribution, writes the digest that names the AOT cache, and last of all the
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
    NewerClasses.in(named(lib, "picocli-"));
    copy(jar, lib.resolve(jar.getFileName()));
    copyFiles(root.resolve("examples"), distribution.resolve("examples"), ".yaml");
    Path repository = distribution.resolve("repository");
    publish(root, root.resolve("plugin-api"), "orrery-plugin-api", repository);
    publish(root, root.resolve("plugin-api/testkit"), "orrery-plugin-testkit", repository);
    Path launcher = distribution.resolve("orrery");
    copy(root.resolve("orrery"), launcher);
    launcher.toFile().setExecutable(true, false);
    Files.writeString(distribution.resolve("lib.sha256"), digest(lib) + "\n");
    Files.writeString(distribution.resolve("built"), "");
  }

  /**
   * What a strategy is built against, as a Maven repository in a folder: jar, sources and a pom
   * that stands by itself.
   */
  private static void publish(Path root, Path module, String artifact, Path repository)
      throws Exception {
    String parent = Files.readString(root.resolve("pom.xml"));
    String version = first(parent, "<version>([^<]+)</version>");
    Path folder =
        Files.createDirectories(repository.resolve("dev/orrery/" + artifact + "/" + version));
    String name = artifact + "-" + version;
    Path jar = folder.resolve(name + ".jar");
    Path sources = folder.resolve(name + "-sources.jar");
    Path pom = folder.resolve(name + ".pom");
    copy(module.resolve("target/" + name + ".jar"), jar);
    zip(module.resolve("src/main/java"), sources);
    Files.writeString(pom, pom(parent, Files.readString(module.resolve("pom.xml")), version));
    for (Path file : List.of(jar, sources, pom)) {
      byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
      Files.writeString(
          folder.resolve(file.getFileName() + ".sha1"), HexFormat.of().formatHex(sha1));
    }
  }

  /** Without a parent, so with the versions that the root's management gives. */
  private static String pom(String parent, String module, String version) {
    StringBuilder pom = new StringBuilder();
    pom.append("<project xmlns=\"http://maven.apache.org/POM/4.0.0\">\n")
        .append("  <modelVersion>4.0.0</modelVersion>\n  <groupId>dev.orrery</groupId>\n");
    String own = module.substring(module.indexOf("</parent>"));
    pom.append("  <artifactId>" + first(own, "<artifactId>([^<]+)") + "</artifactId>\n")
        .append("  <version>" + version + "</version>\n")
        .append("  <description>" + first(own, "<description>([^<]+)") + "</description>\n")
        .append("  <dependencies>\n");
    Matcher each = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL).matcher(own);
    while (each.find()) {
      if (!each.group(1).contains("<scope>")) {
        String id = first(each.group(1), "<artifactId>([^<]+)");
        String managed =
            first(parent, "<artifactId>" + Pattern.quote(id) + "</artifactId>\\s*<version>([^<]+)");
        pom.append("    <dependency>\n      <groupId>")
            .append(first(each.group(1), "<groupId>([^<]+)"))
            .append("</groupId>\n      <artifactId>" + id + "</artifactId>\n      <version>")
            .append(managed.equals("${project.version}") ? version : managed)
            .append("</version>\n    </dependency>\n");
      }
    }
    return pom.append("  </dependencies>\n</project>\n").toString();
  }

  private static String first(String text, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in the pom");
    }
    return found.group(1);
  }

  private static void zip(Path folder, Path to) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(to));
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        ZipEntry entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
        entry.setTime(0);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
      }
    }
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

  private static Path named(Path folder, String prefix) throws IOException {
    return sorted(folder).stream()
        .filter(file -> file.getFileName().toString().startsWith(prefix))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + prefix + " in " + folder));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
