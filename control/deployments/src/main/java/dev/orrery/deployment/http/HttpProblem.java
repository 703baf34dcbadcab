package dev.orrery.deployment.http;

import dev.orrery.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request that is answered with problem details (RFC 9457). */
public final class HttpProblem extends RuntimeException {
  /** Of what an answer is then. */
  public static final String TYPE = "application/problem+json";

  private final int status;
  private final transient List<Problem> problems;

  /** One problem. */
  public HttpProblem(int status, Problem problem) {
    this(status, List.of(problem));
  }

  /** All that were found; at least one. */
  public HttpProblem(int status, List<Problem> problems) {
    super(problems.getFirst().line(), null, false, false);
    this.status = status;
    this.problems = List.copyOf(problems);
  }

  /** 400. */
  public static HttpProblem badRequest(String subject, String cause) {
    return new HttpProblem(400, Problem.refused(subject, cause, ""));
  }

  /** 404: it is not there, or not for who asks. */
  public static HttpProblem notFound(String subject, String wayOut) {
    return new HttpProblem(404, Problem.refused(subject, "is not known here", wayOut));
  }

  /** What a refusal elsewhere means over HTTP. */
  public static HttpProblem of(List<Problem> problems) {
    int status =
        switch (problems.getFirst().exit()) {
          case USAGE, CONFIGURATION -> 400;
          case REFUSED, LEASE_HELD, LEASE_LOST -> 409;
          case UNREACHABLE -> 503;
          case DONE, FAILED -> 500;
        };
    return new HttpProblem(status, problems);
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  /** What is wrong, in the order found. */
  public List<Problem> problems() {
    return problems;
  }

  /** What is answered. */
  public Map<String, Object> details() {
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
