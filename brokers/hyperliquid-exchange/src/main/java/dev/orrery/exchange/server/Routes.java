package dev.orrery.exchange.server;

import io.javalin.config.JavalinConfig;

/** More paths on the same port. */
@FunctionalInterface
public interface Routes {
  /** Adds them, while the port is made. */
  void addTo(JavalinConfig config);
}
