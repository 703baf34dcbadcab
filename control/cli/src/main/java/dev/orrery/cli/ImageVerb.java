package dev.orrery.cli;

import dev.orrery.cli.image.RunnerImage;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The image that machines of a cloud run. */
@Command(name = "image", description = "The image that machines of a cloud run.")
final class ImageVerb {
  private final Console console;

  ImageVerb(Console console) {
    this.console = console;
  }

  @Command(
      description = {
        "Makes it of this distribution and this Java, as an OCI layout in a tar, without a",
        "container engine. Prints its digest; the same build makes the same image."
      })
  int build(
      @Option(names = "--to", paramLabel = "FILE", required = true, description = "The tar.")
          Path file,
      @Option(names = "--json", description = "Print an object.") boolean json)
      throws IOException, InterruptedException {
    Optional<Path> home = console.home().filter(it -> Files.exists(it.resolve("built")));
    if (home.isEmpty()) {
      throw new ProblemException(
          Problem.refused(
              "this program", "runs from classes and has no distribution", "use ./orrery"));
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ProblemException(
          Problem.refused(file.toString(), "its folder is not there", "make it first"));
    }
    String version =
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("dev");
    String digest = RunnerImage.build(home.get(), version, file);
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("digest", digest);
      fields.put("version", version);
      fields.put("file", file.toString());
      fields.put("bytes", Files.size(file));
      console.out().println(JsonText.indented(fields));
    } else {
      console.out().println(digest);
    }
    return ExitCode.DONE.code();
  }
}
