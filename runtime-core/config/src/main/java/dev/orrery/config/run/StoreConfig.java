package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.kernel.Secret;
import jakarta.validation.constraints.Pattern;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that keeps the journal. */
@Doc("The PostgreSQL that keeps the journal.")
public record StoreConfig(
    @Doc("`embedded` runs a server in the data folder; or a JDBC URL, without a password in it.")
        @Default("embedded")
        @Pattern(
            regexp = "embedded|jdbc:postgresql:.+",
            message = "be embedded or jdbc:postgresql://HOST/DATABASE")
        String url,
    @Doc("User of a server by URL.") @Nullable String user,
    @Doc("Password of a server by URL: a reference to an environment variable.")
        @Nullable Secret password) {
  /** Checks that no password is in the URL, where everybody would see it. */
  public StoreConfig {
    String lower = url.toLowerCase(Locale.ROOT);
    if (lower.contains("password=") || lower.matches("jdbc:postgresql://[^/]*:[^/]*@.*")) {
      throw new IllegalArgumentException(
          "url must not hold a password: write it as password: ${env:NAME}");
    }
    if (url.equals("embedded") && (user != null || password != null)) {
      throw new IllegalArgumentException(
          "user and password belong to a server by URL: the embedded one makes its own");
    }
  }

  /** Whether the server runs in the data folder. */
  public boolean embedded() {
    return url.equals("embedded");
  }
}
