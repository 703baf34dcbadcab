package dev.orrery.control.machine;

import dev.orrery.kernel.Secret;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The machine that a deployment shall have. Its text shows secrets as {@code ***}.
 *
 * @param deployment whom it serves
 * @param launch fresh for each attempt to provision, kept in the row before anything is asked for:
 *     with it a lost answer is told from a second machine
 * @param controlPlane who asks, so that two control planes on one account leave each other alone
 * @param release an image or distribution by digest, where the provider has digests
 * @param epoch of the deployment's lease when the machine was asked for
 * @param environment what anybody may read
 * @param secrets what nobody may: never on a command line, never in the environment that a provider
 *     shows
 */
public record MachineSpec(
    UUID deployment,
    UUID launch,
    String controlPlane,
    String release,
    long epoch,
    SortedMap<String, String> environment,
    Map<String, Secret> secrets,
    MachineSize size,
    RestartPolicy restart) {
  /** Of every machine's environment. */
  public static final String DEPLOYMENT_ID = "DEPLOYMENT_ID";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** Checks and copies. */
  public MachineSpec {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    secrets = Map.copyOf(secrets);
    for (String name : environment.keySet()) {
      requireName(name);
      if (secrets.containsKey(name)) {
        throw MachineException.permanent(name + " is a setting and a secret at once");
      }
    }
    secrets.keySet().forEach(MachineSpec::requireName);
    for (Map.Entry<String, String> setting : environment.entrySet()) {
      if (secrets.values().stream().anyMatch(secret -> secret.matches(setting.getValue()))) {
        throw MachineException.permanent(
            setting.getKey() + " would show a secret to everybody who may look at the machine");
      }
    }
  }

  /** With the least: no secrets, the small size, restarted on failure. */
  public static MachineSpec of(UUID deployment, UUID launch, String controlPlane, String release) {
    return new MachineSpec(
        deployment,
        launch,
        controlPlane,
        release,
        0,
        new TreeMap<>(Map.of(DEPLOYMENT_ID, deployment.toString())),
        Map.of(),
        MachineSize.SMALL,
        RestartPolicy.ON_FAILURE);
  }

  /** With one more setting. */
  public MachineSpec with(String name, String value) {
    var more = new TreeMap<>(environment);
    more.put(name, value);
    return new MachineSpec(
        deployment, launch, controlPlane, release, epoch, more, secrets, size, restart);
  }

  /** With these secrets. */
  public MachineSpec withSecrets(Map<String, Secret> handed) {
    return new MachineSpec(
        deployment, launch, controlPlane, release, epoch, environment, handed, size, restart);
  }

  /** Of this size. */
  public MachineSpec withSize(MachineSize other) {
    return new MachineSpec(
        deployment, launch, controlPlane, release, epoch, environment, secrets, other, restart);
  }

  /** Restarted like this. */
  public MachineSpec withRestart(RestartPolicy other) {
    return new MachineSpec(
        deployment, launch, controlPlane, release, epoch, environment, secrets, size, other);
  }

  /** Under this lease. */
  public MachineSpec withEpoch(long other) {
    return new MachineSpec(
        deployment, launch, controlPlane, release, other, environment, secrets, size, restart);
  }

  /** Running this. */
  public MachineSpec withRelease(String other) {
    return new MachineSpec(
        deployment, launch, controlPlane, other, epoch, environment, secrets, size, restart);
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw MachineException.permanent("no name of an environment variable: " + name);
    }
  }
}
