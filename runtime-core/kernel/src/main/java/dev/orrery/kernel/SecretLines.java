package dev.orrery.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Secrets as one process hands them to another through a pipe: a line each, name, equals sign,
 * value in Base64. Whoever is to read them has {@link #VARIABLE} set to {@link #STANDARD_INPUT}.
 */
public final class SecretLines {
  /** The environment variable that says where secrets are. */
  public static final String VARIABLE = "ORRERY_SECRETS";

  /** They are on standard input, to its end. */
  public static final String STANDARD_INPUT = "stdin";

  private SecretLines() {}

  /** The lines of these secrets, ready to be written and forgotten. */
  public static byte[] write(Map<String, Secret> secrets) {
    var lines = new StringBuilder();
    new TreeMap<>(secrets)
        .forEach((name, secret) ->
            lines
                .append(name)
                .append('=')
                .append(
                    Base64.getEncoder()
                        .encodeToString(secret.reveal().getBytes(StandardCharsets.UTF_8)))
                .append('\n'));
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads to the end.
   *
   * @throws IOException also when a line is none of these; it is not repeated in the message
   */
  public static SortedMap<String, Secret> read(InputStream in) throws IOException {
    var secrets = new TreeMap<String, Secret>();
    int number = 0;
    for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
      number++;
      int equals = line.indexOf('=');
      if (line.isBlank()) {
        continue;
      }
      try {
        byte[] value = Base64.getDecoder().decode(line.substring(equals + 1).strip());
        secrets.put(
            line.substring(0, equals), Secret.of(new String(value, StandardCharsets.UTF_8)));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IOException("line " + number + " of the secrets is no name=base64", e);
      }
    }
    return secrets;
  }
}
