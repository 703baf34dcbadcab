package dev.orrery.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The Maven repository of a distribution, from the class path of the tests. */
final class ApiRepository {
  private static final String VERSION = "0.1.0-SNAPSHOT";

  private ApiRepository() {}

  /** API and kit, in the folder {@code repository} of {@code home}. */
  static void into(Path home) throws IOException {
    publish(
        home,
        "orrery-plugin-api",
        "plugin-api",
        dependency("org.slf4j", "slf4j-api")
            + dependency("jakarta.validation", "jakarta.validation-api"));
    publish(
        home,
        "orrery-plugin-testkit",
        "plugin-api/testkit",
        dependency("dev.orrery", "orrery-plugin-api")
            + dependency("org.slf4j", "slf4j-api")
            + dependency("org.hibernate.validator", "hibernate-validator"));
  }

  private static void publish(Path home, String artifact, String module, String dependencies)
      throws IOException {
    Path folder =
        Files.createDirectories(home.resolve("repository/dev/orrery/" + artifact + "/" + VERSION));
    Path built = find(artifact + "-" + VERSION + ".jar", module + "/target/classes");
    Path jar = folder.resolve(artifact + "-" + VERSION + ".jar");
    if (Files.isDirectory(built)) {
      BundledPlugins.pack(built, jar);
    } else {
      Files.copy(built, jar);
    }
    Files.writeString(
        folder.resolve(artifact + "-" + VERSION + ".pom"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>dev.orrery</groupId>
          <artifactId>%s</artifactId>
          <version>%s</version>
          <dependencies>
        %s  </dependencies>
        </project>
        """
            .formatted(artifact, VERSION, dependencies));
  }

  /** In the version that the tests have. */
  private static String dependency(String group, String artifact) {
    return """
    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>
    """
        .formatted(group, artifact, group.equals("dev.orrery") ? VERSION : version(artifact));
  }

  private static String version(String artifact) {
    String jar = String.valueOf(find("/" + artifact + "-", "none").getFileName());
    return jar.substring(artifact.length() + 1, jar.length() - ".jar".length());
  }

  private static Path find(String jar, String classes) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains(jar) || entry.endsWith(classes))
        .map(Path::of)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not on the class path: " + jar));
  }
}
