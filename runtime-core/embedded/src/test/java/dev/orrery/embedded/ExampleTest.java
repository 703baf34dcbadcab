package dev.orrery.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example is compiled as it stands and run from its own folder, without a database. */
class ExampleTest {
  private static final Path EXAMPLE = Path.of("../../examples/embedded");

  @TempDir private Path folder;

  @Test
  void runsFromItsOwnFolderAndLeavesNoThread() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    int failed =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-cp",
                classPath(),
                EXAMPLE.resolve("src/main/java/com/example/Trader.java").toString());
    assertThat(failed).isZero();
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    bundle("sma-cross", plugins);

    Path output = folder.resolve("output");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                classes + File.pathSeparator + classPath(),
                "com.example.Trader",
                plugins.toString())
            .directory(EXAMPLE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = program.waitFor(240, TimeUnit.SECONDS);
    program.destroyForcibly();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(program.exitValue()).as(said).isZero();
    List<String> lines = said.lines().toList();
    assertThat(lines).anyMatch(line -> line.matches("market (ENDED|NOT_YET) facts lost 0"));
    assertThat(lines).anyMatch(line -> line.startsWith("sma-cross running equity "));
    assertThat(lines.getLast()).matches("decisions [1-9]\\d* threads left 0");
  }

  /** What a dependency on orrery-embedded brings: neither store nor bundled strategies. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("sma-cross") && !entry.contains("store"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Puts a bundled plugin into a folder: its jar, or what its jar is made of. */
  static void bundle(String name, Path plugins) throws IOException {
    Path built =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry ->
                entry.contains("orrery-strategy-" + name)
                    || entry.endsWith("plugins/" + name + "/target/classes"))
            .map(Path::of)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("not on the class path: " + name));
    Path jar = plugins.resolve(name + ".jar");
    if (!Files.isDirectory(built)) {
      Files.copy(built, jar);
      return;
    }
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file);
        Stream<Path> all = Files.walk(built)) {
      for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(built.relativize(each).toString().replace('\\', '/')));
        Files.copy(each, zip);
        zip.closeEntry();
      }
    }
  }
}
