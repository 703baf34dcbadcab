package dev.orrery.runner.machine;

import dev.orrery.database.DatabaseSettings;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is told: everything else stands in the database.
 *
 * @param deployment what it hosts
 * @param database where that is
 * @param dataDir the machine's own directory
 * @param market where prices come from; empty for what fits the deployment's broker
 * @param speed how much faster than real time a recorded market runs; empty for the usual
 * @param environment variables that set other things, as for {@code run}
 * @param reserved names among them that are no settings
 * @param lease how long the right to trade is good for
 */
public record MachineSettings(
    UUID deployment,
    DatabaseSettings database,
    Path dataDir,
    Optional<String> market,
    Optional<String> speed,
    Map<String, String> environment,
    List<String> reserved,
    LeaseTimes lease) {
  /** Names the deployment. */
  public static final String DEPLOYMENT = "DEPLOYMENT_ID";

  /** Folder of everything the machine keeps. */
  public static final String DATA_DIR = "ORRERY_DATA_DIR";

  private static final List<String> URLS =
      List.of("DATABASE_URL", "SUPABASE_DB_URL", "POSTGRES_URL");
  private static final List<String> PASSWORDS =
      List.of("SUPABASE_DB_PASSWORD", "POSTGRES_PASSWORD");
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9-]+\\.supabase\\.(co|com)");

  /** Copies. */
  public MachineSettings {
    environment = Map.copyOf(environment);
    reserved = List.copyOf(reserved);
  }

  /**
   * As the variables of the process say.
   *
   * @param dataDir wins over {@value #DATA_DIR}; null for that, or else a folder named after the
   *     deployment
   * @throws ProblemException CONFIGURATION when a variable is missing or makes no sense
   */
  public static MachineSettings of(
      Map<String, String> environment,
      List<String> reserved,
      @Nullable Path dataDir,
      @Nullable String market,
      @Nullable String speed) {
    UUID deployment = deployment(environment.getOrDefault(DEPLOYMENT, ""));
    Path folder =
        Optional.ofNullable(dataDir)
            .or(() -> Optional.ofNullable(environment.get(DATA_DIR)).map(Path::of))
            .orElse(Path.of("machines", deployment.toString()));
    return new MachineSettings(
        deployment,
        database(environment),
        folder,
        Optional.ofNullable(market),
        Optional.ofNullable(speed),
        environment,
        reserved,
        LeaseTimes.STANDARD);
  }

  /** The same with other times. */
  public MachineSettings lease(LeaseTimes other) {
    return new MachineSettings(
        deployment, database, dataDir, market, speed, environment, reserved, other);
  }

  /** Without the variables: there are secrets among them. */
  @Override
  public String toString() {
    return "MachineSettings[deployment=" + deployment + ", dataDir=" + dataDir + "]";
  }

  private static UUID deployment(String text) {
    if (text.isBlank()) {
      throw new ProblemException(
          Problem.configuration(
              "live-runner", "set " + DEPLOYMENT, "it is the id of the deployment to host"));
    }
    try {
      return UUID.fromString(text.strip());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.configuration(DEPLOYMENT, "'" + text + "' is no deployment's id", "it is a UUID"),
          e);
    }
  }

  private static DatabaseSettings database(Map<String, String> environment) {
    Optional<String> url = first(URLS, environment).or(() -> derived(environment));
    if (url.isEmpty()) {
      throw new ProblemException(
          Problem.configuration(
              "live-runner",
              "set SUPABASE_DB_URL, or SUPABASE_URL + (SUPABASE_DB_PASSWORD | POSTGRES_PASSWORD),"
                  + " or DATABASE_URL, or POSTGRES_URL",
              ""));
    }
    DatabaseSettings settings = DatabaseSettings.ofEnvironment(url.get(), null);
    return settings.password() == null
        ? settings.withLogin(
            settings.user(), first(PASSWORDS, environment).map(Secret::of).orElse(null))
        : settings;
  }

  /** Where a project of that provider has its database. */
  private static Optional<String> derived(Map<String, String> environment) {
    return first(List.of("SUPABASE_URL"), environment)
        .filter(_ -> first(PASSWORDS, environment).isPresent())
        .map(text -> Optional.ofNullable(URI.create(text).getHost()).orElse(""))
        .filter(host -> PROJECT.matcher(host).matches())
        .map(host -> "postgresql://postgres@db." + host + ":5432/postgres");
  }

  private static Optional<String> first(List<String> names, Map<String, String> environment) {
    return names.stream()
        .flatMap(name -> Stream.ofNullable(environment.get(name)))
        .filter(value -> !value.isBlank())
        .findFirst();
  }
}
