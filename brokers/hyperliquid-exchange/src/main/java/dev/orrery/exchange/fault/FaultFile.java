package dev.orrery.exchange.fault;

import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Faults in a file of YAML, or of JSON, which is YAML too. */
public final class FaultFile {
  private FaultFile() {}

  /**
   * Reads a file.
   *
   * @throws ProblemException CONFIGURATION when it cannot be read or is no list of faults
   */
  public static List<Fault> read(Path file) {
    try (Reader in = Files.newBufferedReader(file)) {
      Object yaml =
          new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromReader(in);
      if (yaml == null) {
        return List.of();
      }
      return FaultReader.read(WireJson.node(yaml), file.toString());
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              file.toString(),
              "cannot be read: " + IoFailure.reason(e),
              "name a YAML file with --faults"),
          e);
    } catch (YamlEngineException e) {
      String cause = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
      throw new ProblemException(
          Problem.configuration(file.toString(), "is no YAML: " + cause, ""), e);
    }
  }
}
