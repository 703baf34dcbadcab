package dev.orrery.runner.http;

import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.deployment.http.Json;
import dev.orrery.kernel.OneLine;
import dev.orrery.kernel.Problem;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Problem details for requests that the server refuses before a route is looked for: a host that is
 * none, a path that cannot be read or is too long. Thread-safe.
 */
final class DoorProblems extends ErrorHandler {
  private static final int MOST = 200;

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    String why = message == null || message.isBlank() ? HttpStatus.getMessage(code) : message;
    HttpProblem problem =
        new HttpProblem(
            code, Problem.refused("request", "cannot be read: " + OneLine.of(why, MOST), ""));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, HttpProblem.TYPE);
    response.write(true, ByteBuffer.wrap(Json.write(problem.details())), callback);
  }
}
