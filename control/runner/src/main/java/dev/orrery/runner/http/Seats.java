package dev.orrery.runner.http;

import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.kernel.Problem;
import io.javalin.http.Handler;
import java.util.concurrent.Semaphore;

/**
 * How many requests of the API may hold a worker at once: a client that sends its body slowly holds
 * one all the while. The workers beyond answer health, however many such clients there are.
 * Thread-safe.
 */
final class Seats {
  private final int all;
  private final Semaphore free;

  Seats(int all) {
    this.all = all;
    this.free = new Semaphore(all);
  }

  /** The same handler, which refuses with 503 while nothing is free. */
  Handler of(Handler handler) {
    return request -> {
      if (!free.tryAcquire()) {
        throw new HttpProblem(
            503,
            Problem.unreachable(
                "host", "answers " + all + " requests already", "ask again in a moment"));
      }
      try {
        handler.handle(request);
      } finally {
        free.release();
      }
    };
  }
}
