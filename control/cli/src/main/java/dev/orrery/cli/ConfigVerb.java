package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.config.Draft;
import dev.orrery.config.Loaded;
import dev.orrery.config.Setting;
import dev.orrery.config.run.RunConfig;
import dev.orrery.kernel.ExitCode;
import dev.orrery.runner.boot.Preflight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is configured. */
@Command(
    name = "config",
    synopsisSubcommandLabel = "show",
    description = "The configuration in force.")
final class ConfigVerb {
  private final Console console;

  ConfigVerb(Console console) {
    this.console = console;
  }

  @Command(
      description = {
        "Prints every value in force and where it came from: a line of the file, a variable,",
        "a flag, or the default. Takes the flags of run, and refuses what run would refuse of them",
        "without asking anybody. Secrets print as ***."
      })
  int show(
      @Mixin ConfigOptions options,
      @Option(names = "--json", description = "Print an array of objects.") boolean json) {
    Draft<RunConfig> draft = options.draft(console);
    Preflight.require(draft, ConfigOptions.bundledPlugins(console), console.environment());
    Loaded<RunConfig> loaded = draft.require();
    if (json) {
      console.out().println(JsonText.indented(objects(loaded.settings())));
    } else {
      print(loaded.settings());
    }
    return ExitCode.DONE.code();
  }

  private void print(List<Setting> settings) {
    int width =
        settings.stream()
            .mapToInt(each -> each.key().length() + each.text().length() + 2)
            .filter(each -> each < 60)
            .reduce(0, Math::max);
    for (Setting each : settings) {
      String text = each.key() + ": " + each.text();
      String space = " ".repeat(Math.max(2, width + 2 - text.length()));
      console.out().println(text + space + console.ink().dim("# " + each.origin()));
    }
  }

  private static List<Map<String, Object>> objects(List<Setting> settings) {
    return settings.stream()
        .map(each -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("key", each.key());
          object.put("value", each.text());
          object.put("origin", each.origin().toString());
          return object;
        })
        .toList();
  }
}
