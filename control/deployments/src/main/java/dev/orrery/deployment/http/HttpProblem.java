package dev.orrery.runner.http;

import dev.orrery.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request that is answered with problem details (RFC 9457). */
final class HttpProblem extends RuntimeException {
  /** Of what an answer is then. */
  static final String TYPE = "application/problem+json";

  private final int status;
  private final transient List<Problem> problems;

  HttpProblem(int status, Problem problem) {
    this(status, List.of(problem));
  }

  HttpProblem(int status, List<Problem> problems) {
    super(problems.getFirst().line(), null, false, false);
    this.status = status;
    this.problems = List.copyOf(problems);
  }

  static HttpProblem badRequest(String subject, String cause) {
    return new HttpProblem(400, Problem.refused(subject, cause, ""));
  }

  static HttpProblem notFound(String subject, String wayOut) {
    return new HttpProblem(404, Problem.refused(subject, "is not known here", wayOut));
  }

  /** What a refusal elsewhere means over HTTP. */
  static HttpProblem of(List<Problem> problems) {
    int status =
        switch (problems.getFirst().exit()) {
          case USAGE, CONFIGURATION -> 400;
          case REFUSED -> 409;
          case UNREACHABLE -> 503;
          case DONE, FAILED -> 500;
        };
    return new HttpProblem(status, problems);
  }

  int status() {
    return status;
  }

  List<Problem> problems() {
    return problems;
  }

  /** What is answered. */
  Map<String, Object> details() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "about:blank");
    fields.put("title", title());
    fields.put("status", status);
    fields.put("detail", problems.getFirst().line());
    fields.put("problems", problems.stream().map(Json::problem).toList());
    return fields;
  }

  private String title() {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Refused";
      case 413, 414, 431 -> "Too Large";
      case 503 -> "Not Available";
      default -> "Failed";
    };
  }
}
