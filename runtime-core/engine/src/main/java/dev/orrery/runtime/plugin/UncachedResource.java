package dev.orrery.runtime.plugin;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * Opens the jar of a resource for each look and closes it with it. By default the JDK keeps a jar
 * that was read through a URL open for ever: a handle for each version of a plugin that there was.
 */
final class UncachedResource extends URLStreamHandler {
  private static final UncachedResource HANDLER = new UncachedResource();

  private UncachedResource() {}

  /** The same resource; null for none. */
  static @Nullable URL of(@Nullable URL resource) {
    if (resource == null) {
      return null;
    }
    try {
      return URL.of(URI.create(resource.toExternalForm()), HANDLER);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no address of a resource: " + resource, e);
    }
  }

  @Override
  protected URLConnection openConnection(URL asked) throws IOException {
    URLConnection connection = URI.create(asked.toExternalForm()).toURL().openConnection();
    connection.setUseCaches(false);
    return connection;
  }
}
